import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import { useUserNames } from '../../api/names.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { LastFailure } from './last-failure.js';

type Connection = components['schemas']['Connection'];
type Query = NonNullable<operations['connections_list']['parameters']['query']>;

const states = ['failing', 'expiring', 'working', 'unused', 'disabled'] as const;
const REFRESH = 30_000;

const addressOf = ({ kind, id }: Connection): string =>
  kind === 'oauth_client' ? `/applications/${encodeURIComponent(id)}` : `/external-authentications/${id}`;

/** Whether those who call us, and those whom we call, get through; and what to do where they do not. */
export default function Connections() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const users = useUserNames();
  const { values, cursor, set, clear, turnTo } = useFilters(['state']);
  const query = useQuery({
    queryKey: ['connections', values, cursor],
    refetchInterval: REFRESH,
    queryFn: () =>
      answered(
        api.GET('/v1/connections', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  return (
    <Screen
      title={text('connections.title')}
      description={text('connections.description')}
      actions={<CsvExport path="/v1/connections" query={values} name="connections" />}
    >
      <FilterBar
        fields={[
          {
            kind: 'choice',
            name: 'state',
            label: text('field.status'),
            choices: states.map((one) => [one, named('status', one)]),
          },
        ]}
        values={values}
        set={(_name, value) => set('state', value)}
        clear={clear}
      />
      <ListTable<Connection>
        caption={text('connections.title')}
        query={query}
        keyOf={({ kind, id }) => `${kind} ${id}`}
        isFiltered={values.state !== undefined}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('connections.empty.title'), text: text('connections.empty.text') }}
        columns={[
          { title: text('field.name'), cell: (one) => <Link to={addressOf(one)}>{one.name}</Link> },
          { title: text('field.kind'), cell: ({ kind }) => <span className="whole">{named('connection', kind)}</span> },
          { title: text('field.status'), cell: ({ state }) => <Status value={state} /> },
          { title: text('connections.lastSuccess'), cell: ({ lastSuccessAt }) => <Moment at={lastSuccessAt} /> },
          { title: text('connections.lastFailure'), cell: (one) => <LastFailure connection={one} /> },
          { title: text('field.expires'), cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
          {
            title: text('connections.told'),
            cell: ({ owner }) => (
              <span className="whole">
                {owner === null ? text('connections.administrators') : (users.get(owner) ?? owner)}
              </span>
            ),
          },
        ]}
      />
    </Screen>
  );
}
