/**
 * Which tenants may reach the ranges of OUTBOUND_ALLOWED_CIDRS. The room above that knows tenants implements it; without it, all may.
 */
export abstract class TenantRanges {
  abstract mayReach(tenantId: string): Promise<boolean>;
}
