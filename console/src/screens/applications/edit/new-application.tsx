import { Button, Card, CardBody, CardFooter, CardTitle, Gallery, StackItem } from '@patternfly/react-core';
import { useNavigate, useSearchParams } from 'react-router';
import { answered } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { useNamed, useText } from '../../../language/use-messages.js';
import { DocumentEditor } from '../../../parts/json/document-editor.js';
import { Screen } from '../../../parts/screen.js';
import { type ApplicationRequest, keepSecretsOf, useForgetApplications } from '../application-queries.js';
import { ApplicationForm } from './application-form.js';
import { presetNames, presets } from './presets.js';

/** Asks what kind of application it is, then only for what that kind needs. */
export function NewApplication() {
  const text = useText();
  const [parameters, setParameters] = useSearchParams();
  const kind = presetNames.find((one) => one === parameters.get('kind'));
  return (
    <Screen
      title={text('applications.add')}
      description={kind === undefined ? text('application.new.choose') : undefined}
      parent={{ to: '/applications', title: text('applications.title') }}
    >
      {kind === undefined ? (
        <PresetChoice choose={(chosen) => setParameters({ kind: chosen })} />
      ) : (
        <CreateApplication kind={kind} />
      )}
    </Screen>
  );
}

function PresetChoice({ choose }: { readonly choose: (kind: string) => void }) {
  const text = useText();
  const named = useNamed();
  return (
    <StackItem>
      <Gallery hasGutter minWidths={{ default: '100%', md: '18rem' }}>
        {presetNames.map((kind) => (
          <Card key={kind} isFullHeight>
            <CardTitle component="h2">{named('preset', kind)}</CardTitle>
            <CardBody>{named('presetText', kind)}</CardBody>
            <CardFooter>
              <Button
                variant="secondary"
                aria-label={`${text('application.new.use')}: ${named('preset', kind)}`}
                onClick={() => choose(kind)}
              >
                {text('application.new.use')}
              </Button>
            </CardFooter>
          </Card>
        ))}
      </Gallery>
    </StackItem>
  );
}

function CreateApplication({ kind }: { readonly kind: keyof typeof presets }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const forget = useForgetApplications();
  return (
    <DocumentEditor
      needs="oauth-clients:write"
      initial={presets[kind]}
      schema="OAuthClientRequest"
      saveLabel={text('applications.create')}
      cancel={() => void navigate('/applications/new')}
      save={async (body) => {
        const created = await answered(api.POST('/v1/oauth-clients', { body: body as ApplicationRequest }));
        keepSecretsOf(created, { secret: text('application.secret'), privateKey: text('application.privateKey') });
        await forget();
        void navigate(`/applications/${encodeURIComponent(created.clientId)}`);
      }}
      form={(document) => <ApplicationForm document={document} storedKeys={0} />}
    />
  );
}
