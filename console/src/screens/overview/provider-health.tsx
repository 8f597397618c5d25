import { Link } from 'react-router';
import { useText } from '../../language/use-messages.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';
import { useHealth } from '../providers/provider-queries.js';

const SHOWN = 8;

/**
 * Providers at which somebody began to log in during the last day, those where the most fails first.
 * @param isDue whether what stands above it is there
 */
export function ProviderHealth({ isDue }: { readonly isDue: boolean }) {
  const text = useText();
  const query = useHealth(isDue);
  const known = [...(query.data ?? [])]
    .sort(([, one], [, other]) => other.failed / other.logins - one.failed / one.logins || other.logins - one.logins)
    .slice(0, SHOWN);
  return (
    <Section title={text('providers.title')}>
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && known.length === 0 && <p>{text('overview.noLogins')}</p>}
      <ul className="rows">
        {known.map(([name, { logins, failed }]) => (
          <li key={name}>
            <Link to={`/providers/${name}`}>{name}</Link>
            <Link to={`/logins?provider=${name}`}>{text('health.loginsFailed', { logins, failed })}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
