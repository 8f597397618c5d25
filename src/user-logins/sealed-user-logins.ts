import type { SealedColumn } from '../secrets/sealed-column.js';
import { sealedLogins } from './logins/user-login.store.js';
import { sealedPasswords } from './passwords/user-password.store.js';
import { sealedResets } from './resets/password-reset.store.js';
import { sealedSecondFactors } from './second-factors/second-factor.store.js';

/** What this feature seals under the encryption key. */
export const sealedUserLogins: readonly SealedColumn[] = [
  ...sealedPasswords,
  ...sealedSecondFactors,
  ...sealedLogins,
  ...sealedResets,
];
