import type { Reading } from '../../database/transaction.js';
import { jwksFirstUsedSchema } from '../format/event-data.schema.js';
import { readLeaf } from '../format/leaf.schema.js';
import { lastDestruction, listSnapshotsNaming, type SupportingEvent } from './supporting-events.store.js';

/**
 * The events that show that the keys which verified the ID tokens were the provider's: for each key the first snapshot that has
 * it. And the last one that tells up to when evidence was destroyed.
 */
export async function supportingEvents(
  reading: Reading,
  tenantId: string,
  thumbprints: ReadonlySet<string>,
): Promise<readonly SupportingEvent[]> {
  const destroyed = await lastDestruction(reading, tenantId);
  if (thumbprints.size === 0) return destroyed;
  const snapshots = await listSnapshotsNaming(reading, tenantId, thumbprints);
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
