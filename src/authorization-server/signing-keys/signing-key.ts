import type { JWK } from 'jose';
import { type SigningAlgorithm, signingAlgorithms } from '../../access/oauth-client-terms.js';

const DAY = 24 * 60 * 60 * 1000;

/** A key of ours that signs tokens is replaced so long after it has begun to. */
const CHANGED_AFTER = 90 * DAY;
/** A key is published so long before it signs, so that whoever keeps our key set for a day knows it in time. */
const PUBLISHED_BEFORE = DAY;
/** And so long after another one has taken its place: longer than any token lives. */
const PUBLISHED_AFTER = 35 * DAY;

/**
 * The first key of an algorithm signs from so long ago: who looks for it at the same moment, with a clock or a look that is a little
 * behind, has to find one that may sign.
 */
const FIRST_SINCE = 5 * 60 * 1000;

/** JWS algorithm of every access token of ours, and of ID tokens where the client asks for no other. */
export const TOKEN_ALGORITHM: SigningAlgorithm = 'ES256';

/** A key pair that signs tokens. */
export interface SigningKey {
  /** `kid`. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  /** With the private part: in memory only. */
  readonly jwk: JWK;
  readonly signsFrom: Date;
}

export interface KeySet {
  /** Those that verify; of each algorithm the one that signs now first. */
  readonly published: readonly SigningKey[];
}

const latestFirst = (one: SigningKey, other: SigningKey): number =>
  other.signsFrom.getTime() - one.signsFrom.getTime() || (one.id < other.id ? -1 : 1);

/** Which keys count at a time; null when an algorithm has keys and none that may sign yet. */
export function keySetAt(keys: readonly SigningKey[], now: Date): KeySet | null {
  const published: SigningKey[] = [];
  for (const algorithm of signingAlgorithms) {
    const own = keys.filter((key) => key.algorithm === algorithm);
    const counting = own.length === 0 ? [] : publishedAt(own, now);
    if (counting === null) return null;
    published.push(...counting);
  }
  return { published };
}

/** Of the keys of one algorithm those that count, the one that signs now first; null when none may sign yet. */
function publishedAt(keys: readonly SigningKey[], now: Date): readonly SigningKey[] | null {
  const ordered = [...keys].sort(latestFirst);
  const signing = ordered.find(({ signsFrom }) => signsFrom <= now);
  if (signing === undefined) return null;
  const others = ordered.filter((key, index) => {
    const successor = ordered[index - 1];
    return (
      key !== signing && (successor === undefined || now.getTime() < successor.signsFrom.getTime() + PUBLISHED_AFTER)
    );
  });
  return [signing, ...others];
}

/** From when a new key should sign beside those of its algorithm; null when none is needed yet. */
export function nextKeyFrom(keys: readonly SigningKey[], now: Date): Date | null {
  const [latest] = [...keys].sort(latestFirst);
  if (latest === undefined) return new Date(now.getTime() - FIRST_SINCE);
  if (now.getTime() < latest.signsFrom.getTime() + CHANGED_AFTER) return null;
  return new Date(now.getTime() + PUBLISHED_BEFORE);
}
