import { foldAsciiCase } from './comparisons/case-folding.js';
import { normalForm } from './normal-form.js';
import { isSamePhone } from './normal-forms/phone.js';
import { ownMember } from './paths/own-member.js';
import type { SourcedClaims } from './sourced-claims.js';

/** What flags beside a claim say of its value. */
export type Verification =
  | { readonly says: 'verified' | 'absent' }
  /** @param flag the one that denies it */
  | { readonly says: 'unverified'; readonly flag: string };

/** The kinds of values that have such a flag. */
export type VerifiableType = 'address' | 'phone';

interface Companion {
  readonly claim: string;
  readonly flags: readonly string[];
}

/**
 * OpenID Connect Core §5.1, and what providers have in its place: Microsoft Entra does not write `email_verified`, and tells with
 * `xms_edov`, where it is asked for, whether the owner of the address's domain has verified it; Auth0 writes `phone_verified`.
 */
const companions: Readonly<Record<VerifiableType, Companion>> = {
  address: { claim: 'email', flags: ['email_verified', 'xms_edov'] },
  phone: { claim: 'phone_number', flags: ['phone_number_verified', 'phone_verified'] },
};

/** The names of all flags: what they say is judged as it came. */
export const verificationFlags: readonly string[] = Object.values(companions).flatMap(({ flags }) => flags);

/** What a verdict says of a value that a source denies to be verified. */
export const unverifiedDetail = (type: VerifiableType, flag: string): string =>
  `The provider says with ${flag} that the ${type === 'address' ? 'address' : 'telephone number'} is not verified`;

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
  const { claim, flags } = companions[type];
  const denying = (holder: unknown) => flags.find((flag) => saidBy(ownMember(holder, flag)) === 'unverified');
  const normal = comparable(type, value);
  // What stands beside the claim is about it; elsewhere a flag is, where the value beside it is the same.
  const denier =
    holders.find((holder) => denying(holder) !== undefined) ??
    objectsIn(sources).find(
      (holder) => denying(holder) !== undefined && isSame(type, ownMember(holder, claim), normal),
    );
  const denied = denying(denier);
  if (denied !== undefined) return { says: 'unverified', flag: denied };
  const isVerified = holders.some((holder) => flags.some((flag) => saidBy(ownMember(holder, flag)) === 'verified'));
  return { says: isVerified ? 'verified' : 'absent' };
}

function saidBy(flag: unknown): Verification['says'] {
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
