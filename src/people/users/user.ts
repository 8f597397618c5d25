import type { PersonalAccount } from '../../access/accounts.js';

/** A person of a tenant as administrators see them. */
export interface User extends PersonalAccount {
  /** Names of built-in and own roles. */
  readonly roles: readonly string[];
  /** Counts changes by administrators and of the profile, from 1. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lockedAt: Date | null;
}
