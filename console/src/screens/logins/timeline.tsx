import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { Duration, Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';

/** Everything that happened, in order. */
export function Timeline({ id, now }: { readonly id: string; readonly now: string }) {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const query = useQuery({
    queryKey: ['logins', 'timeline', id, now],
    placeholderData: keepPreviousData,
    queryFn: () => answered(api.GET('/v1/signer-authentications/{id}/timeline', { params: { path: { id } } })),
  });
  return (
    <Section title={text('login.timeline')}>
      <Unanswered query={query} />
      <ol className="timeline">
        {(query.data?.items ?? []).map((item) => (
          <li
            key={`${item.at} ${item.kind === 'event' ? item.sequence : `${item.step} ${item.name ?? ''} ${item.call ?? ''}`}`}
            className={item.kind}
          >
            <Moment at={item.at} seconds />
            {item.kind === 'event' ? (
              <span>
                <strong>{item.type}</strong> {named('actor', item.actor.type)}
              </span>
            ) : (
              <span>
                {item.step} {item.name} <Code>{item.outcome}</Code> <Duration ms={item.durationMs} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
