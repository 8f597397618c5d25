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

/** Who logged in, by a trip that has completed; `people/bindings/identity-at-provider.ts` makes it of the trip. */
export interface IdentityAtProvider {
  readonly providerId: string;
  readonly issuer: string;
  readonly sub: string;
  /** Hash of the settings of the provider by which the trip knew who it was. */
  readonly settings: string;
}

/** The identities at providers that people of a tenant are bound to. `src/people/` implements it. */
export abstract class Bindings {
  /** @returns null when no user of the tenant is bound to it at this provider */
  abstract findBinding(reading: Lookups, tenantId: string, identity: IdentityAtProvider): Promise<FoundBinding | null>;

  /**
   * Mails the user of a stale binding the link by which it is confirmed, at most once an hour. To be called when somebody has tried
   * to log in by it; opens a transaction of its own.
   */
  abstract askToConfirm(tenantId: string, bindingId: string): Promise<void>;
}
