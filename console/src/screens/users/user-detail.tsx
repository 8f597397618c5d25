import { useParams } from 'react-router';
import { languageNames } from '../../language/languages.js';
import { useText } from '../../language/use-messages.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { PermissionList } from '../../parts/permissions/permission-list.js';
import { Screen } from '../../parts/screen.js';
import { Section } from '../../parts/section.js';
import { Unanswered } from '../../parts/states/unanswered.js';
import { Status } from '../../parts/status.js';
import { ToldOnce } from '../../parts/told-once.js';
import { UserActions } from './user-actions.js';
import { UserLogin } from './user-login.js';
import { type User, useUser } from './user-queries.js';
import { UserSessions } from './user-sessions.js';

export function UserDetail() {
  const text = useText();
  const { id = '' } = useParams();
  const query = useUser(id);
  const user = query.data;
  return (
    <Screen
      title={user?.displayName ?? id}
      parent={{ to: '/users', title: text('users.title') }}
      badge={user !== undefined && <Status value={user.status} />}
      actions={user !== undefined && <UserActions user={user} />}
    >
      <Unanswered query={query} />
      <ToldOnce of={`users/${id}`} />
      {user !== undefined && <Parts user={user} />}
    </Screen>
  );
}

function Parts({ user }: { readonly user: User }) {
  const text = useText();
  return (
    <>
      <Section title={text('user.who')}>
        <Facts
          facts={[
            [text('field.email'), user.email],
            [text('frame.language'), languageNames[user.language]],
            [text('user.roles'), user.roles.length === 0 ? text('user.noRoles') : user.roles.join(', ')],
            [text('field.created'), <Moment key="created" at={user.createdAt} />],
            [text('user.firstLogin'), <Moment key="activated" at={user.activatedAt} />],
            [text('user.lockedAt'), user.lockedAt === null ? null : <Moment key="locked" at={user.lockedAt} />],
          ]}
        />
      </Section>
      <UserLogin user={user} />
      <UserSessions id={user.id} />
      <Section title={text('user.permissions')}>
        <PermissionList permissions={user.permissions} />
      </Section>
    </>
  );
}
