import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import type { Language } from '../http/languages.js';
import type { Permission } from './permission.js';

/**
 * `invited`: they have no way in yet, or lost it. `active`: they can log in. `locked`: an administrator keeps them out; nothing
 * that they hold is accepted.
 */
type AccountStatus = 'invited' | 'active' | 'locked';

/** A person of a tenant, without what is personal: enough to judge a token. */
export interface Account {
  /** UUID version 4; names their stream in the trail. */
  readonly id: string;
  readonly tenantId: string;
  readonly status: AccountStatus;
  /** Of pages and mails. */
  readonly language: Language;
  /** What they may do now: what their roles give now. */
  readonly permissions: ReadonlySet<Permission>;
  /** Whether they may log in by a password and have one set: they are meant for no provider, or hold `password:use`. */
  readonly mayUsePassword: boolean;
  /** The provider by which they are meant to log in; null: none. */
  readonly providerId: string | null;
  /** When they could log in for the first time; null: never yet. */
  readonly activatedAt: Date | null;
  /** Data key that everything personal about them is sealed under, in the trail too. */
  readonly dataKeyId: string;
}

/** With what is personal. MUST NOT reach a log, or a leaf but as a disclosure. */
export interface PersonalAccount extends Account {
  /** In normal form (`claims/normal-forms/address.ts`). It never changes. */
  readonly email: string;
  readonly displayName: string;
}

/** What people may change about themselves. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly language?: Language;
}

/**
 * The people of a tenant, as the authorization server and logins see them. People who were deleted or erased are never found.
 * `src/people/` implements it.
 */
export abstract class Accounts {
  /** For each token: one statement, nothing is opened. */
  abstract standing(reading: Lookups, tenantId: string, id: string): Promise<Account | null>;

  abstract find(reading: Lookups, tenantId: string, id: string): Promise<PersonalAccount | null>;

  /** As `find`, and nobody else changes the account until the transaction ends. */
  abstract lock(transaction: Transaction, tenantId: string, id: string): Promise<PersonalAccount | null>;

  /** @param email as somebody typed it; an address that has no normal form is nobody's */
  abstract findByEmail(reading: Lookups, tenantId: string, email: string): Promise<PersonalAccount | null>;

  /** Keyed hash of an address, by which an unknown one can be counted and recorded without being kept. */
  abstract hashOfEmail(reading: Lookups, tenantId: string, email: string): Promise<Buffer>;

  /** Those who are active and have a permission now, e.g. whom to tell when a connection fails. */
  abstract holding(reading: Reading, tenantId: string, permission: Permission): Promise<readonly PersonalAccount[]>;

  /** They can log in now, e.g. because a first password is set. */
  abstract activate(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void>;

  /** Changes what people may change about themselves. The caller records it. @returns the account as it is now */
  abstract changeProfile(
    transaction: Transaction,
    account: PersonalAccount,
    change: ProfileChange,
    now: Date,
  ): Promise<PersonalAccount>;
}
