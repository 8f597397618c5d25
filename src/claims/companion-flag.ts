import { foldAsciiCase } from './comparisons/case-folding.js';
import { normalForm } from './normal-form.js';
import { isSamePhone } from './normal-forms/phone.js';
import { ownMember } from './paths/own-member.js';
import type { SourcedClaims } from './sourced-claims.js';

/** What the flag beside a claim says: `email_verified`, `phone_number_verified` (OpenID Connect Core §5.1). */
export type Verification = 'verified' | 'unverified' | 'absent';

/** The kinds of values that have such a flag. */
export type VerifiableType = 'address' | 'phone';

interface Companion {
  readonly claim: string;
  readonly flag: string;
}

const companions: Readonly<Record<VerifiableType, Companion>> = {
  address: { claim: 'email', flag: 'email_verified' },
  phone: { claim: 'phone_number', flag: 'phone_number_verified' },
};

/** What a verdict says of a value that a source denies to be verified. */
export const unverifiedDetail: Readonly<Record<VerifiableType, string>> = {
  address: 'The provider says with email_verified that the address is not verified',
  phone: 'The provider says with phone_number_verified that the telephone number is not verified',
};

/** Objects and arrays of all sources that are looked at; a bound for hostile documents. */
const nodeLimit = 2000;

/**
 * Whether a value is verified, as its source says beside it, unless any source says of the same value that it is not. Verified
 * is what providers write for it: true, "true" in any letter case, 1, "1"; null is no answer; all else means not verified.
 *
 * @param holders the objects that hold the claim; where there are several, one flag that denies is enough
 * @param value as it was compared or is to be written
 */
export function verificationOf(
  type: VerifiableType,
  holders: readonly unknown[],
  sources: readonly SourcedClaims[],
  value: string,
): Verification {
  const { claim, flag } = companions[type];
  const beside = holders.map((holder) => saidBy(ownMember(holder, flag)));
  if (beside.includes('unverified')) return 'unverified';
  const normal = comparable(type, value);
  const denied = objectsIn(sources).some((holder) => {
    if (saidBy(ownMember(holder, flag)) !== 'unverified') return false;
    return isSame(type, ownMember(holder, claim), normal);
  });
  if (denied) return 'unverified';
  return beside.includes('verified') ? 'verified' : 'absent';
}

function saidBy(flag: unknown): Verification {
  if (flag === undefined || flag === null) return 'absent';
  if (flag === true || flag === 1) return 'verified';
  return typeof flag === 'string' && ['true', '1'].includes(flag.trim().toLowerCase()) ? 'verified' : 'unverified';
}

function isSame(type: VerifiableType, other: unknown, normal: string): boolean {
  if (type === 'phone') return ['string', 'number'].includes(typeof other) && isSamePhone(String(other), normal);
  return typeof other === 'string' && comparable(type, other) === normal;
}

/** Letter case is disregarded: a mailbox that differs in it alone is hardly another one, and this can only refuse. */
function comparable(type: VerifiableType, text: string): string {
  const normal = normalForm(type, text);
  return foldAsciiCase(normal.ok ? normal.value : text.trim());
}

function objectsIn(sources: readonly SourcedClaims[]): readonly object[] {
  const nodes: unknown[] = sources.map(({ claims }) => claims);
  for (let at = 0; at < nodes.length && nodes.length < nodeLimit; at += 1) {
    const node = nodes[at];
    if (typeof node !== 'object' || node === null) continue;
    const members: readonly unknown[] = Object.values(node);
    nodes.push(...members.slice(0, nodeLimit));
  }
  return nodes.filter((node) => typeof node === 'object' && node !== null && !Array.isArray(node)) as readonly object[];
}
