import { envelopeStreamId } from '../../../src/audit/format/stream.js';
import type { Lookups } from '../../../src/database/transaction.js';

/** Makes sure that an envelope has its stream, as its first signer authentication does. @returns the stream's id */
export async function openStream(connection: Lookups, tenantId: string, envelopeId: string): Promise<string> {
  const id = envelopeStreamId(tenantId, envelopeId);
  await connection.query(
    'INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING',
    [id, tenantId, envelopeId],
  );
  return id;
}
