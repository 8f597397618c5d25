import { Alert } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Failed } from '../../parts/states/failed.js';
import { Status } from '../../parts/status.js';

type Expiration = components['schemas']['Expirations']['items'][number];

const placeOf = ({ kind, id, name }: Expiration): string | null => {
  if (kind === 'provider_credential' || kind === 'provider_trust') return `/providers/${name}`;
  if (kind === 'external_authentication') return `/external-authentications/${id}`;
  if (kind === 'oauth_client_certificate') return `/applications/${id}`;
  return kind === 'client_certificate' ? '/client-certificates' : null;
};

/** What ends by itself soon, or has ended and is still in use. */
export function Expirations() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const query = useQuery({
    queryKey: ['expirations'],
    queryFn: () => answered(api.GET('/v1/expirations', { params: { query: { withinDays: 60 } } })),
  });
  const items = query.data?.items ?? [];
  const failed = query.data?.failed ?? [];
  return (
    <Section title={text('overview.expirations')}>
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {failed.length > 0 && (
        <Alert
          component="p"
          isInline
          variant="danger"
          title={text('overview.expirationsFailed', {
            kinds: failed.map((kind) => named('expiration', kind)).join(', '),
          })}
        />
      )}
      {query.isSuccess && items.length + failed.length === 0 && <p>{text('overview.noExpirations')}</p>}
      <ul className="rows">
        {items.map((item) => {
          const place = placeOf(item);
          return (
            <li key={`${item.kind} ${item.id} ${item.part ?? ''}`}>
              <span>
                {place === null ? item.name : <Link to={place}>{item.name}</Link>} {named('expiration', item.kind)}
              </span>
              <Moment at={item.expiresAt} />
              {item.expired && <Status value="expired" />}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
