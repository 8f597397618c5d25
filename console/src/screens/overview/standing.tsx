import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered, answeredText } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Count } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Status } from '../../parts/status.js';

/** Who listens and how that goes, and how far the log has come. */
export function Standing() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const listeners = useQuery({
    queryKey: ['listeners', 'standing'],
    enabled: may('listeners:read'),
    queryFn: () => answered(api.GET('/v1/listeners', { params: { query: { limit: 50 } } })),
  });
  const checkpoint = useQuery({
    queryKey: ['log', 'size'],
    refetchInterval: 30_000,
    queryFn: async () =>
      Number((await answeredText(api.GET('/v1/audit/checkpoint', { parseAs: 'text' }))).split('\n')[1]),
  });
  return (
    <Section title={text('overview.standing')}>
      <ul className="rows">
        {(listeners.data?.items ?? []).map(({ name, state }) => (
          <li key={name}>
            <Link to={`/listeners/${name}`}>{name}</Link>
            <Status value={state} />
          </li>
        ))}
        <li>
          <Link to="/log">{text('log.title')}</Link>
          <span>
            {text('log.size')}: <Count value={checkpoint.data ?? 0} />
          </span>
        </li>
      </ul>
    </Section>
  );
}
