import { useText } from '../../../language/use-messages.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { ChoiceField, SwitchField, TextField } from '../../../parts/json/fields.js';
import { readPath } from '../../../parts/json/json-path.js';
import { MappingsForm } from './mappings-form.js';

const methods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'apple_client_secret',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;

/** What most providers need. Everything else stands in the JSON beside it, and is kept. */
export function ProviderForm({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const isOidc = readPath(document.value, '$.kind') !== 'oauth2';
  const method = readPath(document.value, '$.clientAuthentication.method');
  return (
    <div className="pf-v6-c-form fields">
      <TextField
        document={document}
        path="$.name"
        label={text('field.name')}
        help={text('provider.form.name')}
        isRequired
      />
      <TextField
        document={document}
        path="$.displayName.en"
        label={text('field.displayName')}
        help={text('provider.form.displayName')}
        isRequired
      />
      <ChoiceField
        document={document}
        path="$.kind"
        label={text('field.kind')}
        choices={[
          ['oidc', 'OpenID Connect'],
          ['oauth2', 'OAuth 2.0'],
        ]}
        isRequired
      />
      <TextField document={document} path="$.issuer" label={text('field.issuer')} isRequired={isOidc} />
      <TextField document={document} path="$.clientId" label={text('field.clientId')} isRequired />
      <ChoiceField
        document={document}
        path="$.clientAuthentication.method"
        label={text('field.clientAuthentication')}
        choices={methods.map((one) => [one, one])}
      />
      {typeof method === 'string' && method.startsWith('client_secret_') && (
        <TextField
          document={document}
          path="$.clientAuthentication.clientSecret"
          label={text('field.clientSecret')}
          kind="secret"
          help={text('provider.form.secret')}
        />
      )}
      <TextField
        document={document}
        path="$.scopes"
        label={text('field.scopes')}
        kind="list"
        help={text('provider.form.scopes')}
      />
      {!isOidc && (
        <>
          <TextField document={document} path="$.authorizationUri" label={text('field.authorizationUri')} />
          <TextField document={document} path="$.tokenUri" label={text('field.tokenUri')} />
        </>
      )}
      <SwitchField document={document} path="$.enabled" label={text('provider.form.enabled')} byDefault />
      <MappingsForm document={document} />
    </div>
  );
}
