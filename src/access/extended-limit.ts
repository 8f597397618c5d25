import type { Lookups } from '../database/transaction.js';

/** For how long tokens with scope `extended` go on without a login. `src/people/settings/` implements it. */
export abstract class ExtendedLimit {
  /** @returns days after a login until the next one is needed; null: the tenant sets no limit */
  abstract loginDays(reading: Lookups, tenantId: string): Promise<number | null>;
}
