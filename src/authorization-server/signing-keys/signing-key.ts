import type { JWK } from 'jose';

const DAY = 24 * 60 * 60 * 1000;

/** A key of ours that signs tokens is replaced so long after it has begun to. */
const CHANGED_AFTER = 90 * DAY;
/** A key is published so long before it signs, so that whoever keeps our key set for a day knows it in time. */
const PUBLISHED_BEFORE = DAY;
/** And so long after another one has taken its place: longer than any token lives. */
const PUBLISHED_AFTER = 35 * DAY;

/** JWS algorithm of every token of ours. */
export const SIGNING_ALGORITHM = 'ES256';

/** A key pair that signs tokens. */
export interface SigningKey {
  /** `kid`. */
  readonly id: string;
  /** With the private part: in memory only. */
  readonly jwk: JWK;
  readonly signsFrom: Date;
}

export interface KeySet {
  /** The one that signs now. */
  readonly signing: SigningKey;
  /** Those that verify, the one that signs now first. */
  readonly published: readonly SigningKey[];
}

const latestFirst = (one: SigningKey, other: SigningKey): number =>
  other.signsFrom.getTime() - one.signsFrom.getTime() || (one.id < other.id ? -1 : 1);

/** Which keys count at a time; null when none may sign yet. */
export function keySetAt(keys: readonly SigningKey[], now: Date): KeySet | null {
  const ordered = [...keys].sort(latestFirst);
  const signing = ordered.find(({ signsFrom }) => signsFrom <= now);
  if (signing === undefined) return null;
  const others = ordered.filter((key, index) => {
    const successor = ordered[index - 1];
    return (
      key !== signing && (successor === undefined || now.getTime() < successor.signsFrom.getTime() + PUBLISHED_AFTER)
    );
  });
  return { signing, published: [signing, ...others] };
}

/** From when a new key should sign; null when none is needed yet. */
export function nextKeyFrom(keys: readonly SigningKey[], now: Date): Date | null {
  const [latest] = [...keys].sort(latestFirst);
  if (latest === undefined) return now;
  if (now.getTime() < latest.signsFrom.getTime() + CHANGED_AFTER) return null;
  return new Date(now.getTime() + PUBLISHED_BEFORE);
}
