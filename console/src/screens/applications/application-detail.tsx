import { Link, useParams } from 'react-router';
import { useUserNames } from '../../api/names.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Copyable } from '../../parts/copyable.js';
import { Facts } from '../../parts/facts.js';
import { Duration, Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { ToldOnce } from '../../parts/told-once.js';
import { ApplicationActions } from './application-actions.js';
import { ApplicationKeys } from './application-keys.js';
import { type Application, useApplication } from './application-queries.js';
import { ApplicationSecrets } from './application-secrets.js';

const SECOND = 1000;

export function ApplicationDetail() {
  const text = useText();
  const { clientId = '' } = useParams();
  const query = useApplication(clientId);
  const application = query.data;
  return (
    <Screen
      title={application?.name ?? clientId}
      parent={{ to: '/applications', title: text('applications.title') }}
      actions={application !== undefined && <ApplicationActions application={application} />}
    >
      <Unanswered query={query} />
      <ToldOnce of={`applications/${clientId}`} />
      {application !== undefined && <Parts application={application} />}
    </Screen>
  );
}

function Parts({ application }: { readonly application: Application }) {
  const text = useText();
  const named = useNamed();
  const users = useUserNames();
  const { clientId, authentication, tokens, owner, createdBy } = application;
  const { method, ...subject } = authentication;
  return (
    <>
      <Section title={text('part.settings')}>
        <Facts
          facts={[
            [text('field.clientId'), <Copyable key="id">{clientId}</Copyable>],
            [text('field.status'), <Status key="status" value={application.enabled ? 'enabled' : 'disabled'} />],
            [text('application.grants'), application.grants.map((grant) => named('grant', grant)).join(', ')],
            [text('field.clientAuthentication'), named('method', method)],
            ...Object.entries(subject).map(
              ([form, value]) => [named('subject', form), <code key={form}>{value}</code>] as const,
            ),
            [
              text('application.redirectUris'),
              application.redirectUris.length === 0 ? null : (
                <ul key="uris">
                  {application.redirectUris.map((uri) => (
                    <li key={uri}>
                      <Code>{uri}</Code>
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              text('field.scopes'),
              application.scopes.length === 0
                ? text('application.noScopes')
                : application.scopes.map((scope) => (
                    <span key={scope}>
                      <Code>{scope}</Code>{' '}
                    </span>
                  )),
            ],
            [text('application.bound'), named('bound', tokens.bound)],
            [text('application.format'), named('format', tokens.format)],
            [
              text('application.lifetime'),
              tokens.accessSeconds === null ? (
                text('application.lifetime.default')
              ) : (
                <Duration key="life" ms={tokens.accessSeconds * SECOND} />
              ),
            ],
            [text('application.owner'), owner === null ? text('application.owner.none') : (users.get(owner) ?? owner)],
            [
              text('application.createdBy'),
              <span key="by">
                {named('actor', createdBy.type)} {users.get(createdBy.id) ?? createdBy.id},{' '}
                <Moment at={application.createdAt} />
              </span>,
            ],
            [
              text('application.more'),
              <span key="more" className="links">
                <Link to={`/consents?clientId=${encodeURIComponent(clientId)}`}>{text('consents.title')}</Link>
                <Link to={`/policies/new?clientId=${encodeURIComponent(clientId)}`}>{text('application.refuse')}</Link>
                <Link to={`/policies/try?clientId=${encodeURIComponent(clientId)}`}>{text('application.try')}</Link>
                <Link to="/connections">{text('connections.title')}</Link>
              </span>,
            ],
          ]}
        />
      </Section>
      <ApplicationSecrets application={application} />
      <ApplicationKeys application={application} />
    </>
  );
}
