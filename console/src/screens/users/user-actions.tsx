import { Button } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { matching } from '../../api/if-match.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useText } from '../../language/use-messages.js';
import { Confirm } from '../../parts/confirm.js';
import { type User, useForgetUsers } from './user-queries.js';

/** Edit, lock, unlock and delete, each with what it does to the user. */
export function UserActions({ user }: { readonly user: User }) {
  const text = useText();
  const api = useApi();
  const may = useMay();
  const navigate = useNavigate();
  const forget = useForgetUsers();
  const { id, displayName: name, lockedAt } = user;
  const params = { path: { id }, header: matching(user) };
  const isDisabled = !may('users:write');
  return (
    <>
      <Button isDisabled={isDisabled} onClick={() => void navigate(`/users/${id}/edit`)}>
        {text('action.edit')}
      </Button>
      {lockedAt === null ? (
        <Confirm
          label={text('user.lock')}
          title={text('user.lock.title', { name })}
          consequences={<p>{text('user.lock.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/users/{id}/lock', { params }).then(forget)}
        />
      ) : (
        <Confirm
          label={text('user.unlock')}
          title={text('user.unlock.title', { name })}
          consequences={<p>{text('user.unlock.text')}</p>}
          isDisabled={isDisabled}
          act={() => api.POST('/v1/users/{id}/unlock', { params }).then(forget)}
        />
      )}
      <Confirm
        danger
        label={text('action.delete')}
        title={text('user.delete.title', { name })}
        consequences={<p>{text('user.delete.text')}</p>}
        isDisabled={isDisabled}
        act={async () => {
          await api.DELETE('/v1/users/{id}', { params });
          void navigate('/users');
          await forget();
        }}
      />
    </>
  );
}
