import type { Reading } from '../../database/transaction.js';

/** An event of the tenant's stream that an envelope's events rely on. */
export interface SupportingEvent {
  readonly id: string;
  readonly leaf: string;
}

/** The last event that tells up to when evidence was destroyed; none when none ever was. */
export async function lastDestruction(reading: Reading, tenantId: string): Promise<readonly SupportingEvent[]> {
  return reading.query(
    `SELECT id, leaf FROM audit_event WHERE tenant_id = $1 AND type = 'evidence.destroyed'
    ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    [tenantId],
  );
}

/** Snapshots of key sets that name at least one of the thumbprints, oldest first. */
export async function listSnapshotsNaming(
  reading: Reading,
  tenantId: string,
  thumbprints: ReadonlySet<string>,
): Promise<readonly SupportingEvent[]> {
  return reading.query(
    `SELECT id, leaf FROM audit_event WHERE tenant_id = $1 AND type = 'jwks.first_used' AND leaf LIKE ANY ($2)
    ORDER BY occurred_at, id`,
    [tenantId, [...thumbprints].map((thumbprint) => `%"${thumbprint.replace(/[\\%_]/g, '\\$&')}"%`)],
  );
}
