import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Edited } from '../../parts/form/edited.js';
import { DocumentEditor, type EditedDocument } from '../../parts/json/document-editor.js';
import { ChoiceField, SwitchField, TextField } from '../../parts/json/fields.js';
import { Screen } from '../../parts/screen.js';
import { keepSecretsOf, type Listener, type ListenerRequest, useListener } from './listener-queries.js';

const readOnly = new Set([
  'id',
  'revision',
  'state',
  'failingSince',
  'lastSuccessAt',
  'createdAt',
  'updatedAt',
  'warnings',
  'secretsShownOnce',
  'skipped',
]);

const configurationOf = (listener: Listener): unknown =>
  Object.fromEntries(Object.entries(listener).filter(([name]) => !readOnly.has(name)));

const template = {
  name: '',
  url: 'https://',
  events: ['signer_authentication.*'],
  payload: 'thin',
  signatures: { standardWebhooks: { generate: true } },
};

function ListenerForm({ document }: { readonly document: EditedDocument }) {
  const text = useText();
  return (
    <div className="pf-v6-c-form fields">
      <TextField document={document} path="$.name" label={text('field.name')} isRequired />
      <TextField document={document} path="$.url" label={text('field.url')} isRequired />
      <TextField
        document={document}
        path="$.events"
        label={text('field.events')}
        kind="list"
        help={text('listener.form.events')}
      />
      <ChoiceField
        document={document}
        path="$.payload"
        label={text('listener.payload')}
        choices={[
          ['thin', text('listener.thin')],
          ['outcome', text('listener.outcome')],
        ]}
      />
      <SwitchField
        document={document}
        path="$.signatures.standardWebhooks.generate"
        label={text('listener.form.generate')}
        byDefault={false}
      />
      <SwitchField
        document={document}
        path="$.signatures.standardWebhooks.asymmetric"
        label={text('listener.form.asymmetric')}
        byDefault={false}
      />
      <TextField document={document} path="$.timeoutSeconds" label={text('listener.form.timeout')} kind="number" />
      <SwitchField document={document} path="$.enabled" label={text('status.enabled')} byDefault />
    </div>
  );
}

export function NewListener() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Screen title={text('listeners.add')} parent={{ to: '/listeners', title: text('listeners.title') }}>
      <DocumentEditor
        needs="listeners:write"
        initial={template}
        schema="ListenerRequest"
        saveLabel={text('listeners.create')}
        cancel={() => void navigate('/listeners')}
        save={async (body) => {
          const listener = await answered(api.POST('/v1/listeners', { body: body as ListenerRequest }));
          await queries.invalidateQueries({ queryKey: ['listeners'] });
          keepSecretsOf(listener, text('listener.secret'));
          void navigate(`/listeners/${listener.name}`);
        }}
        form={(document) => <ListenerForm document={document} />}
      />
    </Screen>
  );
}

export function EditListener() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { name = '' } = useParams();
  const query = useListener(name);
  return (
    <Screen title={text('part.edit', { name })} parent={{ to: `/listeners/${name}`, title: name }}>
      <Edited query={query}>
        {(begun, base) => (
          <DocumentEditor
            needs="listeners:write"
            initial={configurationOf(begun)}
            schema="ListenerRequest"
            saveLabel={text('action.save')}
            cancel={() => void navigate(`/listeners/${name}`)}
            save={async (body) => {
              const saved = await answered(
                api.PUT('/v1/listeners/{name}', {
                  params: { path: { name }, header: matching(base) },
                  body: body as ListenerRequest,
                }),
              );
              await queries.invalidateQueries({ queryKey: ['listeners'] });
              keepSecretsOf(saved, text('listener.secret'));
              void navigate(`/listeners/${name}`);
            }}
            form={(document) => <ListenerForm document={document} />}
          />
        )}
      </Edited>
    </Screen>
  );
}
