import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useText } from '../../language/use-messages.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Count, Moment } from '../../parts/moment.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { limited } from './limited.js';

const names = ['from', 'to'] as const;

const moment = (day: string): string => new Date(`${day}T00:00:00`).toISOString();

/** What the tenant has now beside its limits, and what happened in a time that is chosen. */
export function TenantUsage({
  id,
  limits,
}: {
  readonly id: string;
  readonly limits: components['schemas']['TenantLimits'];
}) {
  const text = useText();
  const api = useApi();
  const filters = useFilters(names);
  const { from, to } = filters.values;
  const query = useQuery({
    queryKey: ['tenants', 'usage', id, from, to],
    queryFn: () =>
      answered(
        api.GET('/v1/tenants/{id}/usage', {
          params: {
            path: { id },
            query: {
              ...(from === undefined ? {} : { from: moment(from) }),
              ...(to === undefined ? {} : { to: moment(to) }),
            },
          },
        }),
      ),
  });
  const usage = query.data;
  return (
    <Section title={text('tenants.usage')}>
      <Unanswered query={query} />
      {usage !== undefined && (
        <dl className="figures">
          {limited.map(([kind, title]) => (
            <div key={kind}>
              <dt>{text(title)}</dt>
              <dd>
                <Count value={usage.now[kind]} />
                {limits[kind] !== null && (
                  <>
                    {' '}
                    / <Count value={limits[kind]} />
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <FilterBar
        fields={[
          { kind: 'date', name: 'from', label: text('field.from') },
          { kind: 'date', name: 'to', label: text('field.to') },
        ]}
        values={filters.values}
        set={(name, value) => filters.set(name as (typeof names)[number], value)}
        clear={filters.clear}
      />
      {usage !== undefined && (
        <div className="parts">
          <p>
            <Moment at={usage.from} /> – <Moment at={usage.to} />
          </p>
          <dl className="figures">
            {(
              [
                ['signerAuthentications', 'logins.title'],
                ['logins', 'tenants.logins'],
                ['succeeded', 'tenants.succeeded'],
                ['events', 'field.events'],
              ] as const
            ).map(([kind, title]) => (
              <div key={kind}>
                <dt>{text(title)}</dt>
                <dd>
                  <Count value={usage.during[kind]} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Section>
  );
}
