import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Count, Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';
import { useCheckpoint } from '../log/use-checkpoint.js';

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
  const checkpoint = useCheckpoint();
  return (
    <Section title={text('overview.standing')}>
      {listeners.isError && <Failed error={listeners.error} retry={() => void listeners.refetch()} />}
      {checkpoint.isError && <Failed error={checkpoint.error} retry={() => void checkpoint.refetch()} />}
      <ul className="rows">
        {(listeners.data?.items ?? []).map(({ name, state, failingSince }) => (
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
