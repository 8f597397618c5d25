import type { z } from 'zod';
import type { Fault } from '../../errors/countersign-error.js';
import type { userBodySchema, userSchema } from '../users/user.schema.js';

type Sent = Pick<z.output<typeof userBodySchema>, 'email' | 'status' | 'permissions' | 'provider'>;
type Present = Pick<z.input<typeof userSchema>, 'email' | 'status' | 'permissions' | 'provider'>;

const sorted = (list: readonly string[]): string => JSON.stringify([...list].sort());

/** What of a user was sent back otherwise than it was answered, and is changed elsewhere or never. Pure. */
export function faultsOfSentUser(sent: Sent, present: Present): readonly Fault[] {
  const faults: Fault[] = [];
  const unless = (same: boolean, path: string, message: string): void => {
    if (!same) faults.push({ path, message });
  };
  const { email = present.email, status = present.status, permissions = present.permissions } = sent;
  unless(
    email.toLowerCase() === present.email.toLowerCase(),
    '$.email',
    'is not changed: another address is another user',
  );
  unless(status === present.status, '$.status', 'is not changed here: lock, unlock or invite the user');
  unless(sorted(permissions) === sorted(present.permissions), '$.permissions', 'are what `roles` give: change those');
  unless(
    sent.provider === undefined || sent.provider === present.provider,
    '$.provider',
    'is not changed here: PUT …/provider has it replaced',
  );
  return faults;
}
