import { useNavigate, useParams } from 'react-router';
import { answered } from '../../../api/client.js';
import { matching } from '../../../api/if-match.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { Edited } from '../../../parts/form/edited.js';
import { DocumentEditor } from '../../../parts/json/document-editor.js';
import { Screen } from '../../../parts/screen.js';
import {
  type Application,
  type ApplicationRequest,
  keepSecretsOf,
  useApplication,
  useForgetApplications,
} from '../application-queries.js';
import { ApplicationForm } from './application-form.js';

/** Keys and secrets are left out: they stay, and have parts of their own on the application's screen. */
const configurationOf = ({ name, grants, redirectUris, scopes, authentication, tokens, owner }: Application) => ({
  name,
  // A default that the answer tells elsewhere.
  grants: tokens.refresh && !grants.includes('refresh_token') ? [...grants, 'refresh_token'] : grants,
  redirectUris,
  scopes,
  authentication,
  tokens,
  owner,
});

export function EditApplication() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetApplications();
  const { clientId = '' } = useParams();
  const query = useApplication(clientId);
  const name = query.data?.name ?? clientId;
  const to = `/applications/${encodeURIComponent(clientId)}`;
  return (
    <Screen title={text('part.edit', { name })} parent={{ to, title: name }}>
      <Edited query={query}>
        {(begun, base) => (
          <DocumentEditor
            needs="oauth-clients:write"
            initial={configurationOf(begun)}
            schema="OAuthClientRequest"
            saveLabel={text('action.save')}
            cancel={() => void navigate(to)}
            save={async (body) => {
              const saved = await answered(
                api.PUT('/v1/oauth-clients/{clientId}', {
                  params: { path: { clientId }, header: matching(base) },
                  body: body as ApplicationRequest,
                }),
              );
              keepSecretsOf(saved, {
                secret: text('application.secret'),
                privateKey: text('application.privateKey'),
              });
              await forget();
              void navigate(to);
            }}
            form={(document) => <ApplicationForm document={document} storedKeys={begun.keys.length} />}
          />
        )}
      </Edited>
    </Screen>
  );
}
