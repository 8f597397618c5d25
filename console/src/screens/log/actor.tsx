import { Link } from 'react-router';
import type { components } from '../../api/schema.js';
import { useMay } from '../../authentication/use-authentication.js';
import { useNamed } from '../../language/use-messages.js';
import { Code } from '../../parts/code.js';
import { useUserIfThere } from '../users/user-queries.js';

type Actor = components['schemas']['AuditEvent']['actor'];

/** Who did it, and the way to them: a person by name, a signer by the login that it was. */
export function Actor({ actor: { type, id } }: { readonly actor: Actor }) {
  const named = useNamed();
  const may = useMay();
  const user = useUserIfThere(type === 'user' && may('users:read') ? id : null);
  if (user !== undefined)
    return (
      <>
        {named('actor', type)} <Link to={`/users/${id}`}>{user.displayName}</Link>
      </>
    );
  if (type === 'signer' && may('authentications:read'))
    return (
      <Link to={`/logins/${id}`}>
        {named('actor', type)} <Code>{id}</Code>
      </Link>
    );
  return (
    <>
      {named('actor', type)} <Code>{id}</Code>
    </>
  );
}
