import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { operations } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed, useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { FilterBar } from '../../parts/list/filter-bar.js';
import { ListTable } from '../../parts/list/list-table.js';
import { useFilters } from '../../parts/list/use-filters.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';
import { Status } from '../../parts/status.js';
import { type User, useRoles } from './user-queries.js';

type Query = NonNullable<operations['users_list']['parameters']['query']>;

const statuses = ['invited', 'active', 'locked'] as const;

export function UserList() {
  const text = useText();
  const named = useNamed();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const roles = useRoles();
  const { values, cursor, set, clear, turnTo } = useFilters(['status', 'role']);
  // An address is somebody's: it is asked for, and never stands in the browser's history.
  const [email, setEmail] = useState('');
  const asked = { ...values, ...(email === '' ? {} : { email }) };
  const query = useQuery({
    queryKey: ['users', 'list', asked, cursor],
    queryFn: () =>
      answered(
        api.GET('/v1/users', {
          params: { query: { limit: 50, ...asked, ...(cursor === undefined ? {} : { cursor }) } as Query },
        }),
      ),
  });
  const add = (
    <Button isDisabled={!may('users:write')} onClick={() => void navigate('/users/new')}>
      {text('users.invite')}
    </Button>
  );
  return (
    <Screen
      title={text('users.title')}
      description={text('users.description')}
      actions={
        <>
          {add}
          <CsvExport path="/v1/users" query={asked} name="users" />
        </>
      }
    >
      <FilterBar
        fields={[
          { kind: 'text', name: 'email', label: text('field.email') },
          {
            kind: 'choice',
            name: 'status',
            label: text('field.status'),
            choices: statuses.map((one) => [one, named('status', one)]),
          },
          {
            kind: 'choice',
            name: 'role',
            label: text('user.role'),
            choices: (roles.data?.items ?? []).map(({ name }) => [name, name]),
          },
        ]}
        values={asked}
        set={(name, value) => (name === 'email' ? setEmail(value) : set(name === 'role' ? 'role' : 'status', value))}
        clear={() => {
          setEmail('');
          clear();
        }}
      />
      <ListTable<User>
        caption={text('users.title')}
        query={query}
        keyOf={({ id }) => id}
        isFiltered={Object.keys(asked).length > 0}
        cursor={cursor}
        turnTo={turnTo}
        empty={{ title: text('users.empty.title'), text: text('users.empty.text'), action: add }}
        columns={[
          {
            title: text('field.name'),
            cell: ({ id, displayName }) => <Link to={`/users/${id}`}>{displayName}</Link>,
          },
          { title: text('field.email'), cell: ({ email: address }) => <span className="whole">{address}</span> },
          { title: text('field.status'), cell: ({ status }) => <Status value={status} /> },
          {
            title: text('user.roles'),
            cell: ({ roles: given }) =>
              given.length === 0 ? text('user.noRoles') : <span className="whole">{given.join(', ')}</span>,
          },
          {
            title: text('user.logsIn'),
            cell: ({ provider }) => <span className="whole">{provider ?? text('user.byPassword')}</span>,
          },
          { title: text('field.created'), cell: ({ createdAt }) => <Moment at={createdAt} /> },
        ]}
      />
    </Screen>
  );
}
