import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';

/** A key set of a tenant's provider. */
interface JwksPlace {
  readonly tenantId: string;
  readonly providerId: string;
  /** See `JwksSnapshot`. */
  readonly digest: Buffer;
}

/** Whether the trail has the set. */
export async function isJwksLogged(reading: Lookups, { tenantId, providerId, digest }: JwksPlace): Promise<boolean> {
  const rows: unknown[] = await reading.query(
    'SELECT 1 FROM audit_jwks WHERE tenant_id = $1 AND provider_id = $2 AND digest = $3',
    [tenantId, providerId, digest],
  );
  return rows.length > 0;
}

/** Remembers that the trail has it. Of two first logins at once the second one loses, reads again and finds it. */
export function insertLoggedJwks({ tenantId, providerId, digest }: JwksPlace): Write {
  return {
    text: 'INSERT INTO audit_jwks (tenant_id, provider_id, digest) VALUES ($1, $2, $3)',
    values: [tenantId, providerId, digest],
    rows: 1,
  };
}
