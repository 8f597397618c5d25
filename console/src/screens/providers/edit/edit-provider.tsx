import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { DocumentEditor } from '../../../parts/json/document-editor.js';
import { Screen } from '../../../parts/screen.js';
import { Unanswered } from '../../../parts/states/unanswered.js';
import { matching, type Provider, type ProviderRequest, useForgetProviders, useProvider } from '../provider-queries.js';
import { ProviderForm } from './provider-form.js';

/** Members that say what the service knows, not what is configured. */
const readOnly = new Set([
  'id',
  'revision',
  'revisionHash',
  'redirectUri',
  'logonUrl',
  'pinnedOrigins',
  'createdAt',
  'updatedAt',
  'warnings',
]);

/** Stored secrets stay in the document as they are shown; sent back like that, they are kept. */
const configurationOf = (provider: Provider): unknown =>
  Object.fromEntries(Object.entries(provider).filter(([name]) => !readOnly.has(name)));

export function EditProvider() {
  const text = useText();
  const { name = '' } = useParams();
  const query = useProvider(name);
  return (
    <Screen title={text('part.edit', { name })} parent={{ to: `/providers/${name}`, title: name }}>
      <Unanswered query={query} />
      {query.data !== undefined && <Editor key={query.data.revision} provider={query.data} />}
    </Screen>
  );
}

function Editor({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetProviders();
  const [parameters] = useSearchParams();
  const { name } = provider;
  const leave = (): void => void navigate(`/providers/${name}`);
  return (
    <DocumentEditor
      needs="providers:write"
      initial={configurationOf(provider)}
      schema="ProviderRequest"
      at={parameters.get('at') ?? undefined}
      saveLabel={text('action.save')}
      cancel={leave}
      save={async (body) => {
        await api.PUT('/v1/providers/{name}', {
          params: { path: { name }, header: matching(provider) },
          body: body as ProviderRequest,
        });
        await forget();
        leave();
      }}
      form={(document) => <ProviderForm document={document} />}
    />
  );
}
