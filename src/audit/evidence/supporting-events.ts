import type { Reading } from '../../database/transaction.js';
import { jwksFirstUsedSchema } from '../format/event-data.schema.js';
import { readLeaf } from '../format/leaf.schema.js';

/** An event of the tenant's stream that an envelope's events rely on. */
export interface SupportingEvent {
  readonly id: string;
  readonly leaf: string;
}

/**
 * The events that show that the keys which verified the ID tokens were the provider's: for each key the first snapshot that has
 * it. And the last one that tells up to when evidence was destroyed.
 */
export async function supportingEvents(
  reading: Reading,
  tenantId: string,
  thumbprints: ReadonlySet<string>,
): Promise<readonly SupportingEvent[]> {
  const destroyed: SupportingEvent[] = await reading.query(
    `SELECT id, leaf FROM audit_event WHERE tenant_id = $1 AND type = 'evidence.destroyed'
    ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    [tenantId],
  );
  if (thumbprints.size === 0) return destroyed;
  const snapshots: SupportingEvent[] = await reading.query(
    `SELECT id, leaf FROM audit_event WHERE tenant_id = $1 AND type = 'jwks.first_used' AND leaf LIKE ANY ($2)
    ORDER BY occurred_at, id`,
    [tenantId, [...thumbprints].map((thumbprint) => `%"${thumbprint.replace(/[\\%_]/g, '\\$&')}"%`)],
  );
  return [...firstOfEach(snapshots, thumbprints), ...destroyed];
}

/** The snapshots that are the first to have a key at a provider. */
function firstOfEach(snapshots: readonly SupportingEvent[], thumbprints: ReadonlySet<string>): SupportingEvent[] {
  const seen = new Set<string>();
  return snapshots.filter((snapshot) => {
    const { provider, keys } = jwksFirstUsedSchema.parse(readLeaf(snapshot.leaf).data);
    const found = keys
      .filter(({ thumbprint }) => thumbprints.has(thumbprint))
      .map(({ thumbprint }) => `${provider}/${thumbprint}`)
      .filter((place) => !seen.has(place));
    for (const place of found) seen.add(place);
    return found.length > 0;
  });
}
