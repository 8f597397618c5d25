import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { DocumentForm } from '../../parts/form/document-form.js';
import type { EditedDocument } from '../../parts/json/document-editor.js';
import { faultAt } from '../../parts/json/fault.js';
import { TextField } from '../../parts/json/fields.js';
import { readPath, writePath } from '../../parts/json/json-path.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { showIssued } from './issued-key.js';
import { ScopeChoice } from './scope-choice.js';

type NewKey = components['schemas']['NewApiKey'];

export function NewApiKey() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Screen title={text('keys.add')} parent={{ to: '/api-keys', title: text('keys.title') }}>
      <Section title={text('keys.new')}>
        <DocumentForm
          initial={{ scopes: [] }}
          saveLabel={text('keys.create')}
          save={async (body) => {
            showIssued(await answered(api.POST('/v1/api-keys', { body: body as NewKey })));
            await queries.invalidateQueries({ queryKey: ['api-keys'] });
            void navigate('/api-keys');
          }}
        >
          {(document) => (
            <>
              <TextField document={document} path="$.name" label={text('field.name')} help={text('keys.nameHelp')} />
              <ExpiryField document={document} />
              <ScopeChoice document={document} />
            </>
          )}
        </DocumentForm>
      </Section>
    </Screen>
  );
}

const EXPIRES = '$.expiresAt';

/** The last day on which a key works, as days are where the person is; none: it works until it is revoked. */
function ExpiryField({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  const value = readPath(document.value, EXPIRES);
  const fault = faultAt(document.faults, EXPIRES);
  const day = typeof value === 'string' ? dayOf(new Date(value)) : '';
  return (
    <FormGroup label={text('keys.lastDay')} fieldId="key-expires">
      <TextInput
        id="key-expires"
        type="date"
        min={dayOf(new Date())}
        value={day}
        validated={fault === undefined ? 'default' : 'error'}
        aria-describedby="key-expires-help"
        onChange={(_event, chosen) => {
          const end = chosen === '' ? undefined : new Date(`${chosen}T23:59:59`).toISOString();
          document.set(writePath(document.value, EXPIRES, end));
        }}
      />
      <FormHelperText id="key-expires-help">
        <HelperText>
          <HelperTextItem variant={fault === undefined ? 'default' : 'error'}>
            {fault?.message ?? text('keys.lastDayHelp')}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}

const dayOf = (moment: Date): string =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
