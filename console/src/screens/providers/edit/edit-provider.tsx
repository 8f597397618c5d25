import { useNavigate, useParams, useSearchParams } from 'react-router';
import { matching } from '../../../api/if-match.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { Edited } from '../../../parts/form/edited.js';
import { DocumentEditor } from '../../../parts/json/document-editor.js';
import { Screen } from '../../../parts/screen.js';
import { type Provider, type ProviderRequest, useForgetProviders, useProvider } from '../provider-queries.js';
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

/**
 * Stored secrets stay in the document as they are shown; sent back like that, they are kept. What a stored key or certificate says of
 * itself is the service's to say.
 */
function configurationOf({ clientAuthentication, ...provider }: Provider): unknown {
  const shown = Object.entries(provider).filter(([name]) => !readOnly.has(name));
  const implied = new Set<string>();
  if ('privateKey' in clientAuthentication) implied.add('keyId');
  if ('certificate' in clientAuthentication) implied.add('expiresAt');
  const entered = Object.entries(clientAuthentication).filter(([name]) => !implied.has(name));
  return Object.fromEntries([...shown, ['clientAuthentication', Object.fromEntries(entered)]]);
}

export function EditProvider() {
  const text = useText();
  const { name = '' } = useParams();
  const query = useProvider(name);
  return (
    <Screen title={text('part.edit', { name })} parent={{ to: `/providers/${name}`, title: name }}>
      <Edited query={query}>{(provider, base) => <Editor provider={provider} base={base} />}</Edited>
    </Screen>
  );
}

function Editor({ provider, base }: { readonly provider: Provider; readonly base: Provider }) {
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
          params: { path: { name }, header: matching(base) },
          body: body as ProviderRequest,
        });
        await forget();
        leave();
      }}
      form={(document) => <ProviderForm document={document} />}
    />
  );
}
