import type { KeyObject } from 'node:crypto';

/** RFC 7518 §3.3. */
export const LEAST_RSA_BITS = 2048;

/** How many bits an RSA key has, where that is too few; null for every other key. Pure. */
export function weakRsaBits({ asymmetricKeyDetails }: KeyObject): number | null {
  const bits = asymmetricKeyDetails?.modulusLength;
  return bits === undefined || bits >= LEAST_RSA_BITS ? null : bits;
}
