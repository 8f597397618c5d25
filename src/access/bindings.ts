import type { Lookups } from '../database/transaction.js';

/** Which identity at a provider a user is. */
export interface FoundBinding {
  readonly id: string;
  readonly userId: string;
  /**
   * The provider's settings that say who is who have changed since: nobody logs in by it until the user has confirmed it by a link
   * that is mailed to them, or the settings are as they were.
   */
  readonly stale: boolean;
}

/** Who logged in, as a completed trip tells it. */
export interface LoggedInSubject {
  readonly issuer: string;
  readonly sub: string;
}

/** A provider at one of its revisions: what a trip was made with. */
export interface ProviderAtRevision {
  readonly id: string;
  readonly revision: number;
}

/** The identities at providers that people of a tenant are bound to. `src/people/` implements it. */
export abstract class Bindings {
  /** @returns null when no user of the tenant is bound to it at this provider */
  abstract findBinding(
    reading: Lookups,
    tenantId: string,
    provider: ProviderAtRevision,
    subject: LoggedInSubject,
  ): Promise<FoundBinding | null>;

  /**
   * Mails the user of a stale binding the link by which it is confirmed, at most once an hour. To be called when somebody has tried
   * to log in by it; opens a transaction of its own.
   */
  abstract askToConfirm(tenantId: string, bindingId: string): Promise<void>;
}
