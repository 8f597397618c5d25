import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answered } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { CsvExport } from '../../parts/list/csv-export.js';
import { ListTable } from '../../parts/list/list-table.js';
import { Moment } from '../../parts/moment.js';
import { Screen } from '../../parts/screen.js';

type Role = components['schemas']['Role'];

/** Named groups of rights: those that every tenant has, and own ones. */
export function RoleList() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ['roles'], queryFn: () => answered(api.GET('/v1/roles')) });
  const add = (
    <Button isDisabled={!may('users:write')} onClick={() => void navigate('/roles/new')}>
      {text('roles.add')}
    </Button>
  );
  return (
    <Screen
      title={text('roles.title')}
      description={text('roles.description')}
      actions={
        <>
          {add}
          <CsvExport path="/v1/roles" name="roles" isPaged={false} />
        </>
      }
    >
      <ListTable<Role>
        caption={text('roles.title')}
        query={query}
        keyOf={({ name }) => name}
        empty={{ title: text('roles.title'), text: text('roles.description') }}
        columns={[
          {
            title: text('field.name'),
            cell: ({ name }) => <Link to={`/roles/${encodeURIComponent(name)}`}>{name}</Link>,
          },
          { title: text('roles.purpose'), cell: ({ description }) => description },
          {
            title: text('roles.permissions'),
            cell: ({ permissions }) => text('roles.count', { count: permissions.length }),
          },
          {
            title: text('roles.origin'),
            cell: ({ builtIn, updatedAt }) => (builtIn ? text('roles.builtIn') : <Moment at={updatedAt} />),
          },
          {
            title: text('roles.users'),
            cell: ({ name }) => <Link to={`/users?role=${encodeURIComponent(name)}`}>{text('roles.who')}</Link>,
          },
        ]}
      />
    </Screen>
  );
}
