import { Alert, Content } from '@patternfly/react-core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Moment } from '../../parts/moment.js';
import { Prose } from '../../parts/prose.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';
import { CheckList } from '../providers/check-list.js';
import { Steps } from './steps.js';

/** Each trip to a provider: how it ended, why, which setting it speaks against, and every call. */
export function Attempts({ id, now }: { readonly id: string; readonly now: string }) {
  const text = useText();
  const api = useApi();
  const query = useQuery({
    queryKey: ['logins', 'attempts', id, now],
    placeholderData: keepPreviousData,
    queryFn: () => answered(api.GET('/v1/signer-authentications/{id}/attempts', { params: { path: { id } } })),
  });
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {(query.data?.items ?? []).map((attempt, index) => {
        const found = attempt.checks.filter(({ verdict }) => verdict === 'fault' || verdict === 'warning');
        return (
          <Section key={attempt.id} title={text('login.attempt', { number: index + 1 })}>
            <p>
              <Status value={attempt.status} /> <Moment at={attempt.startedAt} seconds /> ·{' '}
              <Link to={`/providers/${attempt.provider}`}>{attempt.provider}</Link> ·{' '}
              {text('provider.revision', { revision: attempt.revision })}
            </p>
            {attempt.failure !== null && (
              <Alert component="p" isInline variant="danger" title={attempt.failure.title}>
                <Content component="p">
                  <Prose>{attempt.failure.detail}</Prose>
                </Content>
                <Content component="p">
                  <Prose>{attempt.failure.remedy}</Prose>
                </Content>
                <a href={attempt.failure.type} target="_blank" rel="noreferrer">
                  <Code>{attempt.failure.code}</Code>
                </a>
              </Alert>
            )}
            {found.length > 0 && <CheckList checks={found} provider={attempt.provider} />}
            <Steps steps={attempt.steps} />
          </Section>
        );
      })}
    </>
  );
}
