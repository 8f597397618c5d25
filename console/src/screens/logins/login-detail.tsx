import { Alert, Content, StackItem } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Confirm } from '../../parts/confirm.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { Prose } from '../../parts/prose.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { Attempts } from './attempts.js';
import { SignInLink } from './sign-in-link.js';
import { Timeline } from './timeline.js';
import { Verdicts } from './verdicts.js';

const REFRESH = 5000;

type Login = components['schemas']['SignerAuthentication'];

const nameOf = ({ envelope }: Login): string => (envelope.name === '' ? envelope.id : envelope.name);

export function LoginDetail() {
  const text = useText();
  const api = useApi();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['logins', 'one', id],
    // Somebody may be at it now.
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? REFRESH : false),
    queryFn: () => answered(api.GET('/v1/signer-authentications/{id}', { params: { path: { id } } })),
  });
  const login = query.data;
  return (
    <Screen
      title={login === undefined ? id : nameOf(login)}
      parent={{ to: '/logins', title: text('logins.title') }}
      badge={login !== undefined && <Status value={login.status} />}
      actions={login?.status === 'pending' && <Actions login={login} />}
    >
      <Unanswered query={query} />
      {login !== undefined && <Parts login={login} />}
    </Screen>
  );
}

function Actions({ login }: { readonly login: Login }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { id } = login;
  return (
    <>
      <SignInLink id={id} />
      <Confirm
        danger
        label={text('login.cancel')}
        title={text('login.cancel.title')}
        consequences={<p>{text('login.cancel.text')}</p>}
        isDisabled={!may('authentications:write')}
        act={async () => {
          await api.POST('/v1/signer-authentications/{id}/cancel', { params: { path: { id } } });
          await queries.invalidateQueries({ queryKey: ['logins'] });
        }}
      />
    </>
  );
}

function Parts({ login }: { readonly login: Login }) {
  const text = useText();
  const may = useMay();
  /** With each attempt that has ended there is more to read. */
  const now = `${login.status} ${login.failedAttempts}`;
  const { outcome, recipient, envelope } = login;
  const failure = outcome?.failure;
  const subject = outcome?.subject ?? null;
  const name = [recipient?.firstName, recipient?.lastName].filter((part) => part !== undefined).join(' ');
  return (
    <>
      {failure !== undefined && (
        <StackItem>
          <Alert component="p" isInline variant="danger" title={<Prose>{failure.detail}</Prose>}>
            <Content component="p">
              <Prose>{failure.remedy}</Prose>
            </Content>
            <Code>{failure.code}</Code>
          </Alert>
        </StackItem>
      )}
      <Section title={text('login.facts')}>
        <Facts
          facts={[
            [
              text('field.envelope'),
              <Link key="trail" to={`/trail/${encodeURIComponent(envelope.id)}`}>
                {envelope.id}
              </Link>,
            ],
            [text('field.workstep'), login.workstep.id],
            [text('field.recipient'), recipient === null ? text('logins.erased') : `${name} ${recipient.email}`],
            [text('field.provider'), outcome?.provider ?? login.providers.map((one) => one.name).join(', ')],
            [text('field.subject'), subject === null ? null : `${subject.sub} (${subject.issuer})`],
            [
              text('login.attempts'),
              text('login.attemptsOf', { failed: login.failedAttempts, most: login.maxAttempts }),
            ],
            [text('field.created'), <Moment key="created" at={login.createdAt} />],
            [text('field.expires'), <Moment key="expires" at={login.expiresAt} />],
            [text('field.ended'), login.endedAt === null ? null : <Moment key="ended" at={login.endedAt} />],
            ['ID', <code key="id">{login.id}</code>],
          ]}
        />
        {recipient !== null && may('audit:erase') && (
          <Link to={`/settings/retention?envelope=${encodeURIComponent(envelope.id)}`}>{text('login.erase')}</Link>
        )}
      </Section>
      {outcome !== null && outcome.verdicts.length > 0 && (
        <Section title={text('login.verdicts')}>
          <Verdicts verdicts={outcome.verdicts} provider={outcome.provider} />
        </Section>
      )}
      {outcome !== null && Object.keys(outcome.updates).length > 0 && (
        <Section title={text('login.updates')}>
          <Facts
            facts={Object.entries(outcome.updates).map(([field, { before, after }]) => [
              field,
              `${before ?? '–'} → ${after}`,
            ])}
          />
        </Section>
      )}
      <Attempts id={login.id} now={now} />
      <Timeline id={login.id} now={now} />
    </>
  );
}
