import type { Lookups, Transaction } from '../database/transaction.js';

/** A user of a tenant. */
interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** Why a new password is not taken; pages and API have a text for each. */
export type PasswordRefusal = 'too_short' | 'too_long' | 'known_to_attackers' | 'about_the_user';

/** A new password that may be stored: its hash (argon2id), never the password. */
export interface PreparedPassword {
  readonly hash: string;
}

/**
 * What users prove with here, without a provider: password and second factors. The room of logins implements it; whoever lets a
 * user choose a first password, or takes everything from a user, goes through it.
 */
export abstract class UserSecrets {
  /**
   * Judges a new password and hashes it. It takes a tenth of a second of CPU: never inside a transaction.
   * @param about texts that the password must not consist of: e-mail address, display name, tenant
   */
  abstract preparePassword(password: string, about: readonly string[]): Promise<PreparedPassword | PasswordRefusal>;

  /** Stores the password in the place of an earlier one; unfinished logins and reset links go. The caller records it, and ends sessions where it has to. */
  abstract setPassword(
    transaction: Transaction,
    user: UserReference,
    password: PreparedPassword,
    now: Date,
  ): Promise<void>;

  /** Whether a password is set; not whether the user may use it. */
  abstract hasPassword(reading: Lookups, user: UserReference): Promise<boolean>;

  /** Takes password, second factors, recovery codes, reset links and unfinished logins of a user away. */
  abstract forget(transaction: Transaction, user: UserReference): Promise<void>;
}
