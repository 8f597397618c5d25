import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answered } from '../../api/client.js';
import { matching } from '../../api/if-match.js';
import type { components } from '../../api/schema.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { Begun, useSaving } from '../../parts/form/begun.js';
import { PermissionList } from '../../parts/permissions/permission-list.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { RoleForm } from './role-form.js';

type Role = components['schemas']['Role'];

export function NewRole() {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <Screen title={text('roles.add')} parent={{ to: '/roles', title: text('roles.title') }}>
      <RoleForm
        role={null}
        cancel={() => void navigate('/roles')}
        save={async ({ name, description, permissions }) => {
          await api.POST('/v1/roles', { body: { name, description, permissions } });
          await queries.invalidateQueries({ queryKey: ['roles'] });
          void navigate('/roles');
        }}
      />
    </Screen>
  );
}

/** An own role is edited where it is read; one that every tenant has is only read. */
export function RoleDetail() {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const { name = '' } = useParams();
  const query = useQuery({
    queryKey: ['roles', name],
    queryFn: () => answered(api.GET('/v1/roles/{name}', { params: { path: { name } } })),
  });
  const role = query.data;
  const isOwn = role !== undefined && !role.builtIn && may('users:write');
  return (
    <Screen
      title={name}
      description={role?.builtIn === true ? role.description : undefined}
      parent={{ to: '/roles', title: text('roles.title') }}
      actions={isOwn && <DeleteRole role={role} />}
    >
      <Unanswered query={query} />
      {role !== undefined && !isOwn && (
        <Section title={text('roles.permissions')}>
          <PermissionList permissions={role.permissions} />
        </Section>
      )}
      {isOwn && (
        <Begun latest={role} refetch={query.refetch}>
          {(begun, base) => <RoleEditor role={begun} base={base} />}
        </Begun>
      )}
    </Screen>
  );
}

/** Those that everybody has are of no revision, and are not changed. */
const headerOf = ({ revision }: Role) => matching({ revision: revision ?? 0 });

function RoleEditor({ role, base }: { readonly role: Role; readonly base: Role }) {
  const saving = useSaving();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <RoleForm
      role={role}
      cancel={() => void navigate('/roles')}
      save={({ description, permissions }) =>
        saving(async () => {
          await api.PUT('/v1/roles/{name}', {
            params: { path: { name: role.name }, header: headerOf(base) },
            body: { description, permissions },
          });
          await queries.invalidateQueries({ queryKey: ['roles'] });
          void navigate('/roles');
        })
      }
    />
  );
}

function DeleteRole({ role }: { readonly role: Role }) {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { name } = role;
  return (
    <Confirm
      danger
      label={text('action.delete')}
      title={text('roles.delete.title', { name })}
      consequences={<p>{text('roles.delete.text')}</p>}
      act={async () => {
        await api.DELETE('/v1/roles/{name}', { params: { path: { name }, header: headerOf(role) } });
        void navigate('/roles');
        await queries.invalidateQueries({ queryKey: ['roles'] });
      }}
    />
  );
}
