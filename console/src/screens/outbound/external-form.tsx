import { useText } from '../../language/use-messages.js';
import type { EditedDocument } from '../../parts/json/document-editor.js';
import { ChoiceField, TextField } from '../../parts/json/fields.js';

/** What most configurations need; the rest stands in the JSON beside it. */
export function ExternalForm({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  return (
    <div className="pf-v6-c-form fields">
      <TextField document={document} path="$.url" label={text('field.url')} isRequired />
      <ChoiceField
        document={document}
        path="$.match"
        label={text('external.match')}
        choices={[
          ['exact', 'exact'],
          ['prefix', 'prefix'],
        ]}
      />
      <TextField
        document={document}
        path="$.mutualTls.clientCertificate"
        label={text('external.certificate')}
        help={text('external.certificateHelp')}
      />
      <TextField
        document={document}
        path="$.oAuthConfiguration.clientCredentialsConfig.url"
        label={text('field.tokenUri')}
      />
      <TextField
        document={document}
        path="$.oAuthConfiguration.clientCredentialsConfig.clientId"
        label={text('field.clientId')}
      />
      <TextField
        document={document}
        path="$.oAuthConfiguration.clientCredentialsConfig.clientSecret"
        label={text('field.clientSecret')}
        kind="secret"
      />
      <TextField
        document={document}
        path="$.oAuthConfiguration.clientCredentialsConfig.scope"
        label={text('field.scopes')}
      />
    </div>
  );
}
