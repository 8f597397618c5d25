import type { KeyObject, X509Certificate } from 'node:crypto';
import { canSignOthers, leafRecipe } from '../../certificates/certificate-chain.js';
import { readExtensions } from '../../certificates/read-extensions.js';

/** Own certificate first, then the one that issued it, and so on; the root may be left out. */
export type Chain = readonly [X509Certificate, ...X509Certificate[]];

export interface ChainContext {
  readonly now: Date;
  /** Whether a certificate that is not valid yet may wait beside one that is: the next one while rotating. */
  readonly mayWait: boolean;
}

/** What is wrong with presenting a certificate chain as ours (RFC 5280 §6, RFC 8446 §4.4.2). Each fault has its own words. */
export function clientChainFaults(chain: Chain, { now, mayWait }: ChainContext): readonly string[] {
  const [leaf] = chain;
  return [
    ...orderFaults(chain),
    ...validityFaults(leaf, now, mayWait),
    ...(chain.length > 10 ? [`must hold at most 10 certificates, not ${chain.length}`] : []),
    ...weakKeyFaults(leaf),
  ];
}

/** What is wrong with a key for a chain; null when the first certificate is the key's. */
export function faultOfKey(key: KeyObject, [leaf, ...others]: Chain): string | null {
  if (leaf.checkPrivateKey(key)) return null;
  const at = others.findIndex((other) => other.checkPrivateKey(key));
  return at === -1
    ? 'is not the key of the certificate: their public keys differ'
    : `is the key of certificate ${at + 2} of the chain, not of the first: the chain is out of order`;
}

function validityFaults(leaf: X509Certificate, now: Date, mayWait: boolean): string[] {
  if (new Date(leaf.validTo) <= now)
    return [`has expired at ${new Date(leaf.validTo).toISOString()}: have a new one issued`];
  if (!mayWait && new Date(leaf.validFrom) > now)
    return [
      `is not valid before ${new Date(leaf.validFrom).toISOString()}: enter it from then on, or let it follow one that is valid (rotate)`,
    ];
  return [];
}

function orderFaults(chain: Chain): string[] {
  const [leaf, ...issuers] = chain;
  if (isOrdered(chain)) {
    if (readExtensions(leaf) === null) return ['has an extension that cannot be read: have it issued anew'];
    if (!canSignOthers(leaf)) return issuers.flatMap((issuer, index) => caFault(issuer, index + 2));
    return [
      `is a certificate that can sign others (CA:TRUE, keyCertSign or version 1), not one to present; ${leafRecipe('clientAuth')}`,
    ];
  }
  if (chain.length < 8 && someOrder(chain))
    return ['is out of order: first our own certificate, then the one that issued it, and so on'];
  const broken = chain.findIndex((one, index) => index > 0 && !issued(one, chain[index - 1]));
  return [`holds a certificate that does not belong: certificate ${broken + 1} has not issued certificate ${broken}`];
}

const caFault = (issuer: X509Certificate, position: number): string[] =>
  issuer.ca ? [] : [`holds an issuer that is no CA: certificate ${position}`];

const isOrdered = (chain: readonly X509Certificate[]): boolean =>
  chain.every((one, index) => index === 0 || issued(one, chain[index - 1]));

function issued(issuer: X509Certificate, subject: X509Certificate | undefined): boolean {
  return subject !== undefined && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

/** Whether the certificates make one chain in another order: each but the last has its issuer among the others. */
function someOrder(chain: readonly X509Certificate[]): boolean {
  return chain.some((leaf) => {
    const rest = new Set(chain.filter((one) => one !== leaf));
    let last = leaf;
    for (;;) {
      const next = [...rest].find((one) => issued(one, last));
      if (next === undefined) return rest.size === 0;
      rest.delete(next);
      last = next;
    }
  });
}

function weakKeyFaults({ publicKey }: X509Certificate): string[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const bits = details?.modulusLength ?? 0;
  return type === 'rsa' && bits < 2048 ? [`has an RSA key of ${bits} bits: at least 2048 are needed`] : [];
}
