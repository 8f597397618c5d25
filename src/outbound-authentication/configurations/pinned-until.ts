import { readChain } from '../../certificates/certificate-chain.js';
import type { ServerCertificate } from './configuration.js';

/** When the last of the certificates that are pinned ends; nothing where none is. */
export function pinnedUntil(certificate: ServerCertificate | null): readonly Date[] {
  if (certificate?.pem === undefined || certificate.pem === null) return [];
  const read = readChain(certificate.pem);
  if ('fault' in read) return [];
  return [new Date(Math.max(...read.chain.map(({ validTo }) => new Date(validTo).getTime())))];
}
