import type { SealedMembers } from './leaf.schema.js';

/** Whether anything stands sealed beside a leaf. */
export function holdsSealed(leaf: { readonly disclosures?: unknown; readonly evidence?: unknown }): boolean {
  return leaf.disclosures !== undefined || leaf.evidence !== undefined;
}

/**
 * Whether the members of a leaf that tell what stands sealed beside it are plainly as `sealedMembersSchema` wants them. A leaf that is in
 * order passes, in a tenth of the time that the schema takes; what does not is for the schema to judge.
 * @param leaf as `JSON.parse` reads it
 */
export function arePlainlySealedMembers(leaf: Readonly<Record<string, unknown>>): leaf is SealedMembers & typeof leaf {
  const { disclosures, evidence, dataKeyId } = leaf;
  return (
    (dataKeyId === undefined || typeof dataKeyId === 'string') &&
    (disclosures === undefined || eachMember(disclosures, isHash)) &&
    (evidence === undefined || eachMember(evidence, isEvidence))
  );
}

const HASH = /^[0-9a-f]{64}$/;
const isHash = (value: unknown): boolean => typeof value === 'string' && HASH.test(value);

function isEvidence(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { digest, bytes, mediaType, retain, mappedDigest } = value;
  return (
    isHash(digest) &&
    Number.isSafeInteger(bytes) &&
    (bytes as number) >= 0 &&
    typeof mediaType === 'string' &&
    (retain === 'all' || retain === 'mapped' || retain === 'digest') &&
    (mappedDigest === undefined || isHash(mappedDigest))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function eachMember(value: unknown, isRight: (member: unknown) => boolean): boolean {
  // The schema leaves a member of that name out.
  if (!isObject(value) || Object.hasOwn(value, '__proto__')) return false;
  for (const name in value) if (!isRight(value[name])) return false;
  return true;
}
