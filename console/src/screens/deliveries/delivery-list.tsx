import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answered } from '../../api/client.js';
import type { components, operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';

type Delivery = components['schemas']['Delivery'];
type Query = NonNullable<operations['deliveries_list']['parameters']['query']>;

const names = ['listener', 'status', 'type', 'envelopeId'] as const;
const statuses = ['pending', 'delivered', 'failed', 'given_up'] as const;
const REFRESH = 5_000;

/** A list that lives: new deliveries and tries appear by themselves. */
export function DeliveryList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const filters = useFilters(names);
  const { cursor, values } = filters;
  const query = useQuery({
    queryKey: ['deliveries', values, cursor],
    refetchInterval: REFRESH,
    queryFn: () =>
      answered(
        api.GET('/v1/deliveries', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  return (
    <Screen
      title={text('deliveries.title')}
      description={text('deliveries.description')}
      actions={<CsvExport path="/v1/deliveries" query={values} name="deliveries" />}
    >
      <FilterBar
        fields={[
          { kind: 'text', name: 'listener', label: text('field.listener') },
          {
            kind: 'choice',
            name: 'status',
            label: text('field.status'),
            choices: statuses.map((one) => [one, named('status', one)]),
          },
          { kind: 'text', name: 'type', label: text('field.type') },
          { kind: 'text', name: 'envelopeId', label: text('field.envelope') },
        ]}
        values={values}
        set={(name, value) => filters.set(name as (typeof names)[number], value)}
        clear={filters.clear}
      />
      <ListTable<Delivery>
        caption={text('deliveries.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(values).length > 0}
        cursor={cursor}
        turnTo={filters.turnTo}
        empty={{ title: text('deliveries.empty.title'), text: text('deliveries.empty.text') }}
        columns={[
          {
            title: text('field.created'),
            cell: ({ id, createdAt }) => (
              <Link to={`/deliveries/${id}`}>
                <Moment at={createdAt} seconds />
              </Link>
            ),
          },
          {
            title: text('field.listener'),
            cell: ({ listener }) => <Link to={`/listeners/${listener}`}>{listener}</Link>,
          },
          { title: text('field.type'), cell: ({ type }) => <Code>{type}</Code> },
          { title: text('field.status'), cell: ({ status }) => <Status value={status} /> },
          { title: text('delivery.tries'), cell: ({ tries }) => tries },
          { title: text('delivery.nextTry'), cell: ({ nextTryAt }) => <Moment at={nextTryAt} seconds /> },
        ]}
      />
    </Screen>
  );
}
