import type { Transaction } from '../database/transaction.js';
import type { Scope } from './scope.js';

/** What happens to tenants and keys, for the trail. */
export type AccessEvent =
  | { readonly type: 'tenant.created'; readonly tenantId: string; readonly name: string }
  | {
      readonly type: 'api_key.created';
      readonly tenantId: string;
      readonly apiKeyId: string;
      readonly scopes: readonly Scope[];
      readonly expiresAt: Date | null;
    }
  | { readonly type: 'api_key.revoked'; readonly tenantId: string; readonly apiKeyId: string };

/**
 * Records what happens to tenants and keys in the transaction that does it. The audit feature, which stands above this one,
 * implements it.
 */
export abstract class AccessTrail {
  /** @param actorKeyId the API key that acted, or null for the service itself at start */
  abstract record(transaction: Transaction, event: AccessEvent, actorKeyId: string | null, now: Date): Promise<void>;
}
