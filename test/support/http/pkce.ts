import { createHash } from 'node:crypto';

/** RFC 7636 §4.6 with S256: no challenge wants no verifier, a challenge wants its own. */
export function verifierFits(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return verifier === null;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
