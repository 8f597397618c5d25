import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Count, Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';
import { useCheckpoint } from '../log/use-checkpoint.js';

type Listener = components['schemas']['Listener'];

/** As many as one answer holds: those that fail stand first, and must be among them. */
const ASKED = 200;
const SHOWN = 10;

/** What somebody has to look at comes first, whatever has failed for longest before the rest. */
const urgency: Readonly<Record<Listener['state'], number>> = {
  failing: 0,
  suspended: 1,
  gone: 1,
  delivering: 2,
  disabled: 3,
};

const byUrgency = (one: Listener, other: Listener): number =>
  urgency[one.state] - urgency[other.state] || (one.failingSince ?? '').localeCompare(other.failingSince ?? '');

/** Who listens and how that goes, and how far the log has come. */
export function Standing() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const listeners = useQuery({
    queryKey: ['listeners', 'standing'],
    enabled: may('listeners:read'),
    queryFn: () => answered(api.GET('/v1/listeners', { params: { query: { limit: ASKED } } })),
  });
  const checkpoint = useCheckpoint();
  const all = [...(listeners.data?.items ?? [])].sort(byUrgency);
  return (
    <Section title={text('overview.standing')}>
      {listeners.isError && <Failed error={listeners.error} retry={() => void listeners.refetch()} />}
      {checkpoint.isError && <Failed error={checkpoint.error} retry={() => void checkpoint.refetch()} />}
      <ul className="rows">
        {all.slice(0, SHOWN).map(({ name, state, failingSince }) => (
          <li key={name}>
            <Link to={`/listeners/${name}`}>{name}</Link>
            {failingSince !== null && (
              <Link to={`/deliveries?listener=${name}&status=failed`}>
                {text('overview.since')} <Moment at={failingSince} />
              </Link>
            )}
            <Status value={state} />
          </li>
        ))}
        {all.length > SHOWN && (
          <li>
            <Link to="/listeners">{text('listeners.title')}</Link>
            <span>{listeners.data?.next === null ? <Count value={all.length} /> : <>&gt; {ASKED}</>}</span>
          </li>
        )}
        <li>
          <Link to="/log">{text('log.checkpoint')}</Link>
          {checkpoint.data !== undefined && (
            <>
              <span>
                {text('log.size')}: <Count value={checkpoint.data.size} />
              </span>
              <span>
                {text('log.signed')} <Moment at={checkpoint.data.signedAt} />
              </span>
            </>
          )}
        </li>
      </ul>
    </Section>
  );
}
