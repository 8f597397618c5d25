import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import type { Listener } from './listener-queries.js';

const REFRESH = 10_000;

export function ListenerList() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const { cursor, turnTo } = useFilters([]);
  const query = useQuery({
    queryKey: ['listeners', 'list', cursor],
    refetchInterval: REFRESH,
    queryFn: () =>
      answered(
        api.GET('/v1/listeners', { params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } } }),
      ),
  });
  const add = (
    <Button isDisabled={!may('listeners:write')} onClick={() => void navigate('/listeners/new')}>
      {text('listeners.add')}
    </Button>
  );
  return (
    <Screen
      title={text('listeners.title')}
      description={text('listeners.description')}
      actions={
        <>
          <CsvExport path="/v1/listeners" name="listeners" />
          {add}
        </>
      }
    >
      <ListTable<Listener>
        caption={text('listeners.title')}
        query={query}
        keyOf={({ id }) => id}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('listeners.empty.title'), text: text('listeners.empty.text'), action: add }}
        columns={[
          { title: text('field.name'), cell: ({ name }) => <Link to={`/listeners/${name}`}>{name}</Link> },
          { title: text('field.url'), cell: ({ url }) => url },
          { title: text('field.status'), cell: ({ state }) => <Status value={state} /> },
          { title: text('listener.lastSuccess'), cell: ({ lastSuccessAt }) => <Moment at={lastSuccessAt} /> },
          { title: text('field.events'), cell: ({ events }) => events.join(', ') },
        ]}
      />
    </Screen>
  );
}
