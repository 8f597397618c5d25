import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';

const SHOWN = 8;

/** What failed in the last day, by code and provider, the most frequent first; each leads to those logins. */
export function Failures() {
  const text = useText();
  const api = useApi();
  const query = useQuery({
    queryKey: ['statistics', 'codes'],
    queryFn: () => answered(api.GET('/v1/statistics/logins', { params: { query: { step: 'day', by: 'code' } } })),
  });
  const counted = new Map<string, { code: string; provider: string; failed: number }>();
  for (const { code, provider, failed } of query.data?.items ?? []) {
    if (code === null || provider === null || failed === 0) continue;
    const key = `${provider} ${code}`;
    counted.set(key, { code, provider, failed: (counted.get(key)?.failed ?? 0) + failed });
  }
  const failures = [...counted.values()].sort((one, other) => other.failed - one.failed).slice(0, SHOWN);
  return (
    <Section title={text('overview.failures')}>
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && failures.length === 0 && <p>{text('overview.noFailures')}</p>}
      <ul className="rows">
        {failures.map(({ code, provider, failed }) => (
          <li key={`${provider} ${code}`}>
            <Link to={`/logins?code=${code}&provider=${provider}`}>
              <Code>{code}</Code>
            </Link>
            <span>{provider}</span>
            <strong>{failed}</strong>
          </li>
        ))}
      </ul>
    </Section>
  );
}
