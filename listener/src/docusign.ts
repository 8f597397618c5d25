import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest } from './received-request.js';

/** DocuSign Connect signs with up to a hundred keys, a header for each. */
const MOST_SIGNATURES = 100;

/** Whether one of `X-DocuSign-Signature-1 … -n` is the base64 HMAC-SHA256 of the body under one of the keys. */
export function hasDocusignSignature(request: RawRequest, keys: readonly Buffer[]): boolean {
  const expected = keys.map((key) => createHmac('sha256', key).update(request.body).digest());
  for (let number = 1; number <= MOST_SIGNATURES; number += 1) {
    const header = request.header(`x-docusign-signature-${number}`);
    if (header === null) return false;
    const signature = Buffer.from(header, 'base64');
    if (expected.some((mac) => mac.length === signature.length && timingSafeEqual(mac, signature))) return true;
  }
  return false;
}
