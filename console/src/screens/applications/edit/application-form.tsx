import { useUserNames } from '../../../api/names.js';
import { grants, JWT_GRANT } from '../../../api/oauth-names.js';
import { useNamed, useText } from '../../../language/use-messages.js';
import { ChecksField } from '../../../parts/json/checks-field.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { ChoiceField, TextField } from '../../../parts/json/fields.js';
import { readPath } from '../../../parts/json/json-path.js';
import { ApplicationScopes } from './application-scopes.js';
import { AuthenticationFields } from './authentication-fields.js';
import { fitted } from './fitting.js';

interface ApplicationFormProps {
  readonly document: EditedDocument;
  /** How many keys the client has already. */
  readonly storedKeys: number;
}

/** What each grant and each way to authenticate needs, and nothing that it does not. */
export function ApplicationForm({ document, storedKeys }: ApplicationFormProps) {
  const text = useText();
  const named = useNamed();
  const users = useUserNames();
  const fitting: EditedDocument = { ...document, set: (value) => document.set(fitted(value, storedKeys)) };
  const chosen = readPath(document.value, '$.grants');
  const has = (grant: string): boolean => Array.isArray(chosen) && chosen.includes(grant);
  return (
    <div className="pf-v6-c-form fields">
      <TextField
        document={document}
        path="$.name"
        label={text('field.name')}
        help={text('application.form.name')}
        isRequired
      />
      <ChecksField
        document={fitting}
        path="$.grants"
        label={text('application.grants')}
        isRequired
        choices={grants.map((grant) => ({
          value: grant,
          label: named('grant', grant),
          description: named('grantText', grant),
        }))}
      />
      {(has('authorization_code') || has(JWT_GRANT)) && (
        <TextField
          document={document}
          path="$.redirectUris"
          kind="list"
          label={text('application.redirectUris')}
          help={text('application.form.redirectUris')}
          isRequired={has('authorization_code')}
        />
      )}
      <AuthenticationFields document={document} fitting={fitting} storedKeys={storedKeys} />
      <ApplicationScopes document={document} />
      <ChoiceField
        document={document}
        path="$.tokens.bound"
        label={text('application.bound')}
        help={text('application.form.bound')}
        choices={(['none', 'dpop', 'certificate'] as const).map((one) => [one, named('bound', one)])}
      />
      <ChoiceField
        document={document}
        path="$.tokens.format"
        label={text('application.format')}
        choices={(['jwt', 'opaque'] as const).map((one) => [one, named('format', one)])}
      />
      <TextField
        document={document}
        path="$.tokens.accessSeconds"
        kind="number"
        label={text('application.lifetimeSeconds')}
        help={text('application.form.lifetime')}
      />
      {users.size > 0 && (
        <ChoiceField
          document={document}
          path="$.owner"
          label={text('application.owner')}
          help={text('application.form.owner')}
          none={text('application.owner.none')}
          choices={[...users]}
        />
      )}
    </div>
  );
}
