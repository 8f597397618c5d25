import { readCertificates } from '../../credentials/key-material.js';

/** When the first of the certificates in a member of `trust` ends; nothing where there are none. */
export function trustedUntil(pem: string | null): readonly Date[] {
  const ends = (pem === null ? [] : (readCertificates(pem) ?? [])).map((one) => new Date(one.validTo).getTime());
  return ends.length === 0 ? [] : [new Date(Math.min(...ends))];
}
