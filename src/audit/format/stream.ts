import { sha256 } from '../log/sha256.js';

/** A stream as a leaf names it. */
export type StreamName = 'tenant' | `envelope:${string}` | `user:${string}`;

/**
 * The id of an envelope's stream: a UUID version 8 (RFC 9562 §5.8) computed from tenant and the workflow's envelope id. Leaves
 * name the stream, so whoever knows the envelope id can check that a trail is that envelope's: no table has to be believed.
 */
export function envelopeStreamId(tenantId: string, externalEnvelopeId: string): string {
  const bytes = sha256(`countersign-envelope/1\n${tenantId}\n${externalEnvelopeId}`).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a stream's id is one that `envelopeStreamId` computes: nothing else makes a UUID version 8. */
export function isEnvelopeStreamId(streamId: string): boolean {
  return streamId.charAt(14) === '8';
}

/** A stream's name follows from its id alone: the tenant's, one computed for an envelope, or that of a user (UUID version 4). */
export function streamName(streamId: string, tenantId: string): StreamName {
  if (streamId === tenantId) return 'tenant';
  return isEnvelopeStreamId(streamId) ? `envelope:${streamId}` : `user:${streamId}`;
}
