import { Alert, Content, Spinner, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { answered } from '../../../api/client.js';
import type { components } from '../../../api/schema.js';
import { useApi } from '../../../api/use-api.js';
import { useText } from '../../../language/use-messages.js';
import { Code } from '../../../parts/code.js';
import { JsonText } from '../../../parts/json/json-text.js';
import { Prose } from '../../../parts/prose.js';
import { Screen } from '../../../parts/screen.js';
import { Section } from '../../../parts/section.js';
import { Unanswered } from '../../../parts/states/unanswered.js';
import { Status } from '../../../parts/status.js';
import { Steps } from '../../logins/steps.js';
import { CheckList } from '../check-list.js';
import { ClaimsOfLogin } from './claims-of-login.js';
import { PreviewedMappings } from './previewed-mappings.js';

type Report = components['schemas']['TestLoginReport'];

const POLL = 1500;

/** The result of a test login, which appears here by itself. */
export function TestLogin() {
  const text = useText();
  const api = useApi();
  const { name = '', id = '' } = useParams();
  const query = useQuery({
    queryKey: ['test-login', name, id],
    queryFn: () => answered(api.GET('/v1/providers/{name}/test-logins/{id}', { params: { path: { name, id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'open' ? POLL : false),
  });
  const login = query.data;
  return (
    <Screen
      title={text('testLogin.title')}
      parent={{ to: `/providers/${name}`, title: name }}
      badge={login !== undefined && <Status value={login.status} />}
    >
      <Unanswered query={query} />
      <StackItem aria-live="polite">
        {login?.status === 'open' && (
          <p className="waiting">
            <Spinner size="md" aria-label={text('testLogin.waiting')} /> {text('testLogin.waiting')}
          </p>
        )}
        {login?.status === 'expired' && (
          <Alert component="p" isInline variant="warning" title={text('testLogin.expired')} />
        )}
      </StackItem>
      {login !== undefined && login.report !== null && <ReportParts report={login.report} name={name} id={id} />}
    </Screen>
  );
}

function ReportParts({ report, name, id }: { readonly report: Report; readonly name: string; readonly id: string }) {
  const text = useText();
  const { failure, checks } = report;
  const found = checks.filter(({ verdict }) => verdict === 'fault' || verdict === 'warning');
  return (
    <>
      {failure !== null && (
        <StackItem>
          <Alert component="p" isInline variant="danger" title={failure.title}>
            <Content component="p">
              <Prose>{failure.detail}</Prose>
            </Content>
            <Content component="p">
              <Prose>{failure.remedy}</Prose>
            </Content>
            <a href={failure.type} target="_blank" rel="noreferrer">
              <Code>{failure.code}</Code>
            </a>
          </Alert>
        </StackItem>
      )}
      {found.length > 0 && (
        <Section title={text('testLogin.findings')}>
          <CheckList checks={found} provider={name} />
        </Section>
      )}
      <Section title={text('testLogin.verdicts')}>
        <PreviewedMappings mappings={report.mappings} provider={name} />
      </Section>
      <Section title={text('testLogin.claims')}>
        <ClaimsOfLogin sources={report.sources} provider={name} testLoginId={id} />
      </Section>
      <Section title={text('testLogin.steps')}>
        <Steps steps={report.steps} />
      </Section>
      {report.idToken !== null && (
        <Section title={text('testLogin.idToken')}>
          <JsonText value={report.idToken} />
        </Section>
      )}
    </>
  );
}
