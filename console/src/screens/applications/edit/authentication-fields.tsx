import { Button, FormGroup } from '@patternfly/react-core';
import { methods } from '../../../api/oauth-names.js';
import { useNamed, useText } from '../../../language/use-messages.js';
import type { EditedDocument } from '../../../parts/json/document-editor.js';
import { ChoiceField, TextField } from '../../../parts/json/fields.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';
import { generatedKinds, needsKeys, subjectForms } from './fitting.js';
import { KeyInput } from './key-input.js';
import type { PublicKey } from './key-material.js';

interface AuthenticationFieldsProps {
  readonly document: EditedDocument;
  /** Takes along what goes with the method that is chosen. */
  readonly fitting: EditedDocument;
  readonly storedKeys: number;
}

/** How the client proves that it is itself: a secret made here, keys, or a certificate and what names it. */
export function AuthenticationFields({ document, fitting, storedKeys }: AuthenticationFieldsProps) {
  const text = useText();
  const named = useNamed();
  const method = readPath(document.value, '$.authentication.method');
  return (
    <>
      <ChoiceField
        document={fitting}
        path="$.authentication.method"
        label={text('field.clientAuthentication')}
        help={typeof method === 'string' ? named('methodText', method) : undefined}
        isRequired
        choices={methods.map((one) => [one, named('method', one)])}
      />
      {method === 'tls_client_auth' && <CertificateSubject document={document} />}
      {needsKeys(document.value as Parameters<typeof needsKeys>[0]) && (
        <Keys document={document} storedKeys={storedKeys} />
      )}
    </>
  );
}

/** Exactly one member names the certificate. */
function CertificateSubject({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const named = useNamed();
  const present = subjectForms.find((form) => readPath(document.value, `$.authentication.${form}`) !== undefined);
  const form = present ?? subjectForms[0];
  const asChoice: EditedDocument = {
    ...document,
    value: { form },
    set: (value) => {
      const chosen = readPath(value, '$.form');
      if (typeof chosen !== 'string') return;
      const named_ = readPath(document.value, `$.authentication.${form}`) ?? '';
      document.set(writePath(document.value, '$.authentication', { method: 'tls_client_auth', [chosen]: named_ }));
    },
  };
  return (
    <>
      <ChoiceField
        document={asChoice}
        path="$.form"
        label={text('application.certificateBy')}
        choices={subjectForms.map((one) => [one, named('subject', one)])}
      />
      <TextField
        document={document}
        path={`$.authentication.${form}`}
        label={named('subject', form)}
        help={named('subjectText', form)}
        isRequired
      />
    </>
  );
}

/** A pair made here, or public keys that were pasted. */
function Keys({ document, storedKeys }: { readonly document: EditedDocument; readonly storedKeys: number }) {
  const text = useText();
  const keys = readPath(document.value, '$.keys');
  const given: readonly PublicKey[] = Array.isArray(keys) ? keys : [];
  const set = (next: readonly PublicKey[]): void =>
    document.set(
      writePath(writePath(document.value, '$.generateKey', undefined), '$.keys', next.length === 0 ? undefined : next),
    );
  return (
    <>
      {given.length === 0 && (
        <ChoiceField
          document={document}
          path="$.generateKey"
          label={text('application.generateKey')}
          help={
            storedKeys > 0
              ? text('application.form.keysStay', { count: storedKeys })
              : text('application.form.generateKey')
          }
          none={text('application.form.noPair')}
          choices={generatedKinds.map((one) => [one, one])}
        />
      )}
      {given.length > 0 && (
        <FormGroup role="group" label={text('application.keys')} fieldId="given-keys">
          <ul className="rows">
            {given.map((key, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a key that was pasted twice is two rows
              <li key={index}>
                <code>
                  {key.kty} {key.kid ?? key.crv ?? ''}
                </code>
                <Button variant="link" isInline onClick={() => set(given.filter((_key, other) => other !== index))}>
                  {text('application.key.remove')}
                </Button>
              </li>
            ))}
          </ul>
        </FormGroup>
      )}
      <KeyInput add={(key) => set([...given, key])} />
    </>
  );
}
