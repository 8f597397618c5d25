import type { Transaction } from '../database/transaction.js';
import type { PrincipalActor } from './principal.js';
import type { Scope } from './scope.js';
import type { TenantLimits } from './tenant-limits.js';

/** What happens to tenants and keys, for the trail. */
export type AccessEvent =
  | { readonly type: 'tenant.created'; readonly tenantId: string; readonly name: string }
  | { readonly type: 'tenant.suspended' | 'tenant.resumed'; readonly tenantId: string; readonly name: string }
  | {
      readonly type: 'tenant.limits_changed';
      readonly tenantId: string;
      readonly name: string;
      readonly limits: TenantLimits;
    }
  | {
      readonly type: 'api_key.created';
      readonly tenantId: string;
      readonly apiKeyId: string;
      readonly scopes: readonly Scope[];
      readonly expiresAt: Date | null;
    }
  | {
      readonly type: 'api_key.rotated';
      readonly tenantId: string;
      readonly apiKeyId: string;
      /** The key that came in its place. */
      readonly next: string;
      /** When the one before stops working. */
      readonly endsAt: Date;
    }
  | { readonly type: 'api_key.revoked'; readonly tenantId: string; readonly apiKeyId: string };

/** The service itself, at start. */
export const START = { type: 'system', id: 'start' } as const;

/**
 * Records what happens to tenants and keys in the transaction that does it. The audit feature, which stands above this one,
 * implements it.
 */
export abstract class AccessTrail {
  abstract record(
    transaction: Transaction,
    event: AccessEvent,
    actor: PrincipalActor | typeof START,
    now: Date,
  ): Promise<void>;
}
