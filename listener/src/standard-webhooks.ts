import { createHmac, type KeyObject, timingSafeEqual, verify as verifySignature } from 'node:crypto';
import type { RawRequest } from './received-request.js';

/** What `webhook-signature` may hold: HMAC-SHA256, Ed25519 (Standard Webhooks 1.0, "Signature scheme"). */
export type StandardSignature = 'v1' | 'v1a';

function signedContent(request: RawRequest): Buffer | null {
  const id = request.header('webhook-id');
  const timestamp = request.header('webhook-timestamp');
  return id === null || timestamp === null ? null : Buffer.concat([Buffer.from(`${id}.${timestamp}.`), request.body]);
}

function sameBytes(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Which of the signatures that stand in `webhook-signature` was made with one of our keys. Unknown kinds are passed over, as
 * the format demands: a sender may sign in more ways than a receiver knows.
 *
 * @returns null when none was
 */
export function verifiedStandardSignature(
  request: RawRequest,
  secrets: readonly Buffer[],
  publicKeys: readonly KeyObject[],
): StandardSignature | null {
  const content = signedContent(request);
  if (content === null) return null;
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(content).digest());
  for (const entry of (request.header('webhook-signature') ?? '').split(' ')) {
    const comma = entry.indexOf(',');
    const signature = Buffer.from(entry.slice(comma + 1), 'base64');
    const kind = entry.slice(0, Math.max(comma, 0));
    if (kind === 'v1' && expected.some((mac) => sameBytes(mac, signature))) return 'v1';
    if (kind === 'v1a' && publicKeys.some((key) => verifySignature(null, content, key, signature))) return 'v1a';
  }
  return null;
}
