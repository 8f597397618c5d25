import { expiryThreshold } from '../../certificates/expiry-threshold.js';
import type { UsableCredential } from '../../credentials/credential.js';
import { readCertificates } from '../../credentials/key-material.js';
import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';

const pathOf: Readonly<Record<UsableCredential['kind'], string>> = {
  client_secret: '$.clientAuthentication.clientSecret',
  private_key: '$.clientAuthentication.privateKey',
  client_certificate: '$.clientAuthentication.certificate',
  decryption_key: '$.decryptionKey',
};

/** Secrets, our certificate, and the certificates that we trust are valid for a while. */
export function checkExpiry({ subject: { provider }, now }: Evidence): Finding[] {
  const { trust } = provider.configuration;
  const dated = [
    ...provider.credentials.map((one) => [pathOf[one.kind], endOf(one)] as const),
    ['$.trust.ca', earliestEnd(trust.ca)] as const,
    ['$.trust.leaf', earliestEnd(trust.leaf)] as const,
  ];
  const findings = dated.flatMap(([path, end]) => (end === null ? [] : [judge(path, end, now)]));
  const expected = 'at least 30 days of validity';
  return findings.length > 0 ? findings : [notApplicable('$.clientAuthentication', 'no expiry is known', expected)];
}

function judge(path: string, end: Date, now: Date): Finding {
  const expected = 'at least 30 days of validity';
  const threshold = expiryThreshold(end, now);
  const remedy = 'Enter a new one.';
  if (threshold === null) return ok(path, { seen: `it ends at ${end.toISOString()}`, expected });
  if (threshold === 0) return fault(path, { seen: `it ended at ${end.toISOString()}`, expected, remedy });
  return warning(path, { seen: `it ends at ${end.toISOString()}`, expected, remedy });
}

function endOf({ kind, value, expiresAt }: UsableCredential): Date | null {
  return kind === 'client_certificate' ? earliestEnd(value) : expiresAt;
}

function earliestEnd(pem: string | null): Date | null {
  const ends = (pem === null ? [] : (readCertificates(pem) ?? [])).map((one) => new Date(one.validTo).getTime());
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
