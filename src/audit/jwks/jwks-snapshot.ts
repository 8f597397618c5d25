import { calculateJwkThumbprint, type JWK } from 'jose';
import { canonicalJson } from '../format/canonical-json.js';
import type { JsonObject } from '../format/json-value.js';
import { sha256 } from '../log/sha256.js';

/** One key of a set, as the trail names it. */
interface SnapshotKey {
  /** RFC 7638 SHA-256 thumbprint, base64url: whoever holds the key can compare. */
  readonly thumbprint: string;
  readonly kid: string | null;
  readonly kty: string;
}

/** A provider's key set as it was when a login first relied on it. */
interface JwksSnapshot {
  /** SHA-256 over the sorted thumbprints: the same keys in another order are the same set. */
  readonly digest: Buffer;
  readonly keys: readonly SnapshotKey[];
}

/** More keys than any provider has, few enough for one leaf. */
const MOST_KEYS = 200;
const LONGEST_KID = 100;

/**
 * Takes a snapshot of a key set. Keys of unknown kinds have no thumbprint and are left out: nothing can have been verified with
 * them.
 * @param jwks `{ keys: [...] }` as received
 * @param used thumbprint of the key that verified the token: always part of the snapshot, and first
 */
export async function snapshotJwks(jwks: Readonly<Record<string, unknown>>, used: string): Promise<JwksSnapshot> {
  const listed = Array.isArray(jwks['keys']) ? (jwks['keys'] as unknown[]) : [];
  const known = new Map<string, SnapshotKey>();
  for (const jwk of listed) {
    const key = await snapshotKey(jwk);
    if (key !== null) known.set(key.thumbprint, key);
  }
  const first = known.get(used) ?? { thumbprint: used, kid: null, kty: 'unknown' };
  known.delete(used);
  const keys = [first, ...[...known.values()].slice(0, MOST_KEYS - 1)];
  const digest = sha256(canonicalJson(keys.map((key) => key.thumbprint).sort()));
  return { digest, keys };
}

async function snapshotKey(jwk: unknown): Promise<SnapshotKey | null> {
  if (typeof jwk !== 'object' || jwk === null) return null;
  const { kid, kty } = jwk as JWK;
  try {
    return {
      thumbprint: await calculateJwkThumbprint(jwk, 'sha256'),
      kid: typeof kid === 'string' ? kid.slice(0, LONGEST_KID) : null,
      kty: String(kty).slice(0, LONGEST_KID),
    };
  } catch {
    return null;
  }
}

/** The snapshot as the event's data. */
export function snapshotData(snapshot: JwksSnapshot): JsonObject {
  return {
    digest: snapshot.digest.toString('hex'),
    keys: snapshot.keys.map(({ thumbprint, kid, kty }) => ({ thumbprint, kid, kty })),
  };
}
