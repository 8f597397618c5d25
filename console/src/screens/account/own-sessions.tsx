import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';

/** In which browsers somebody is logged in: one that they do not know they end. */
export function OwnSessions() {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['me', 'sessions'], queryFn: () => answered(api.GET('/v1/me/sessions')) });
  const forget = () => queries.invalidateQueries({ queryKey: ['me', 'sessions'] });
  return (
    <Section title={text('account.sessions')}>
      <Unanswered query={query} />
      <ul className="rows">
        {(query.data?.items ?? []).map(({ id, current, startedAt, lastUsedAt }) => (
          <li key={id}>
            <span>
              <Moment at={startedAt} /> – {text('account.sessions.lastUsed')} <Moment at={lastUsedAt} />
              {current && <strong> {text('account.sessions.here')}</strong>}
            </span>
            {!current && (
              <Confirm
                label={text('account.sessions.end')}
                title={text('account.sessions.end.title')}
                consequences={<p>{text('account.sessions.end.text')}</p>}
                act={() => api.DELETE('/v1/me/sessions/{session}', { params: { path: { session: id } } }).then(forget)}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
