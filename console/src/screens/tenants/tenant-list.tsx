import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { statusOf, type Tenant } from './tenant-queries.js';

type Query = NonNullable<operations['tenants_list']['parameters']['query']>;

const names = ['search', 'suspended'] as const;

export function TenantList() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const filters = useFilters(names);
  const { cursor, values } = filters;
  const query = useQuery({
    queryKey: ['tenants', 'list', values, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/tenants', {
          params: { query: { limit: 50, ...values, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  const add = (
    <Button isDisabled={!may('tenants:write')} onClick={() => void navigate('/tenants/new')}>
      {text('tenants.add')}
    </Button>
  );
  return (
    <Screen
      title={text('tenants.title')}
      description={text('tenants.description')}
      actions={
        <>
          <CsvExport path="/v1/tenants" query={values} name="tenants" />
          {add}
        </>
      }
    >
      <FilterBar
        fields={[
          { kind: 'text', name: 'search', label: text('field.name') },
          {
            kind: 'choice',
            name: 'suspended',
            label: text('field.status'),
            choices: [
              ['false', text('status.active')],
              ['true', text('status.suspended')],
            ],
          },
        ]}
        values={values}
        set={(name, value) => filters.set(name as (typeof names)[number], value)}
        clear={filters.clear}
      />
      <ListTable<Tenant>
        caption={text('tenants.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(values).length > 0}
        cursor={cursor}
        turnTo={filters.turnTo}
        empty={{ title: text('tenants.empty.title'), text: text('tenants.empty.text'), action: add }}
        columns={[
          { title: text('field.name'), cell: ({ id, name }) => <Link to={`/tenants/${id}`}>{name}</Link> },
          { title: text('field.displayName'), cell: ({ displayName }) => displayName },
          { title: text('field.status'), cell: (tenant) => <Status value={statusOf(tenant)} /> },
          { title: text('field.created'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
        ]}
      />
    </Screen>
  );
}
