import { Alert, Button, List, ListItem, StackItem } from '@patternfly/react-core';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Copyable } from '../../parts/copyable.js';
import { Facts } from '../../parts/facts.js';
import { JsonText } from '../../parts/json/json-text.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { Diagnosis } from './diagnosis.js';
import { MappingTable } from './mapping-table.js';
import { type Provider, useProvider } from './provider-queries.js';
import { ProviderSwitches } from './provider-switches.js';
import { StartTestLogin } from './test-login/start-test-login.js';

export function ProviderDetail() {
  const text = useText();
  const { name = '' } = useParams();
  const query = useProvider(name);
  const parent = { to: '/providers', title: text('providers.title') };
  return (
    <Screen
      title={name}
      parent={parent}
      badge={query.data !== undefined && <Status value={query.data.enabled ? 'enabled' : 'disabled'} />}
      actions={query.data !== undefined && <Actions provider={query.data} />}
    >
      <Unanswered query={query} />
      {query.data !== undefined && <Parts provider={query.data} />}
    </Screen>
  );
}

function Actions({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  return (
    <>
      <Button isDisabled={!may('providers:write')} onClick={() => void navigate(`/providers/${provider.name}/edit`)}>
        {text('action.edit')}
      </Button>
      <ProviderSwitches provider={provider} />
    </>
  );
}

function Parts({ provider }: { readonly provider: Provider }) {
  const text = useText();
  const isNew = (useLocation().state as { readonly created?: boolean } | null)?.created === true;
  const { warnings, clientAuthentication } = provider;
  return (
    <>
      {isNew && (
        <StackItem>
          <Alert component="p" isInline variant="success" title={text('provider.created.title')}>
            {text('provider.created.text')}
          </Alert>
        </StackItem>
      )}
      <Section title={text('provider.register.title')}>
        <p>{text('provider.register.text')}</p>
        <Copyable label={text('field.redirectUri')}>{provider.redirectUri}</Copyable>
      </Section>
      {warnings.length > 0 && (
        <StackItem>
          <Alert component="p" isInline variant="warning" title={text('part.warnings', { count: warnings.length })}>
            <List>
              {warnings.map(({ code, path, message }) => (
                <ListItem key={`${code} ${path}`}>
                  <Link to={`/providers/${provider.name}/edit?at=${encodeURIComponent(path)}`}>
                    <Code>{path}</Code>
                  </Link>{' '}
                  {message}
                </ListItem>
              ))}
            </List>
          </Alert>
        </StackItem>
      )}
      <StartTestLogin provider={provider} />
      <Diagnosis name={provider.name} />
      <Section title={text('part.settings')}>
        <Facts
          facts={[
            [
              text('field.displayName'),
              Object.entries(provider.displayName)
                .map(([tag, shown]) => `${shown} (${tag})`)
                .join(', '),
            ],
            [text('field.kind'), provider.kind === 'oidc' ? 'OpenID Connect' : 'OAuth 2.0'],
            [text('field.issuer'), provider.issuer],
            [text('field.clientId'), <code key="client">{provider.clientId}</code>],
            [text('field.clientAuthentication'), <code key="method">{clientAuthentication.method}</code>],
            [text('field.scopes'), provider.scopes.join(' ')],
            [text('field.authorizationUri'), provider.authorizationUri],
            [text('field.tokenUri'), provider.tokenUri],
            [
              text('field.revision'),
              <Link key="revision" to={`/providers/${provider.name}/revisions`}>
                {text('provider.revision', { revision: provider.revision })}
              </Link>,
            ],
            [text('field.changed'), <Moment key="changed" at={provider.updatedAt} />],
          ]}
        />
      </Section>
      <Section title={text('provider.mappings')}>
        <MappingTable provider={provider} />
      </Section>
      <Section title="JSON">
        <JsonText value={provider} />
      </Section>
    </>
  );
}
