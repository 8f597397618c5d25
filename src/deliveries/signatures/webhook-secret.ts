import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

const bytesOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** Why a text is no secret of Standard Webhooks; null when it is one. */
export function faultOfWebhookSecret(text: string): string | null {
  const expected = `must be ${PREFIX} and the base64 of ${LEAST_BYTES} to ${MOST_BYTES} bytes`;
  if (!text.startsWith(PREFIX)) return expected;
  const bytes = bytesOf(text);
  const same = bytes.toString('base64').replace(/=+$/, '') === text.slice(PREFIX.length).replace(/=+$/, '');
  return same && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES ? null : expected;
}

/** The key of the HMAC. @param secret one that has no fault */
export const keyOfWebhookSecret = bytesOf;

/** A fresh secret of 32 bytes. */
export function makeWebhookSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`;
}
