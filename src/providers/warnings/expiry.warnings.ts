import { expiryThreshold } from '../../certificates/expiry-threshold.js';
import type { CredentialPurpose, StoredCredential } from '../../credentials/credential.js';
import { trustedUntil } from '../configuration/trusted-until.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import { isLive } from '../rules/credential-plan.js';
import type { ProviderWarning } from './provider-warning.schema.js';

const pathOfPurpose: Readonly<Record<CredentialPurpose, string>> = {
  client_secret: '$.clientAuthentication.clientSecret',
  signing_key: '$.clientAuthentication.privateKey',
  apple_key: '$.clientAuthentication.privateKey',
  client_certificate: '$.clientAuthentication.certificate',
  decryption_key: '$.decryptionKey',
};

/** Warnings about credentials and trusted certificates that expire within 30 days or have expired. */
export function expiryWarnings(
  configuration: ProviderConfiguration,
  credentials: readonly StoredCredential[],
  now: Date,
): readonly ProviderWarning[] {
  const purposes = new Set(credentials.map((credential) => credential.purpose));
  // While rotating, only the newest one matters: the older is on its way out anyway.
  const newest = [...purposes].flatMap((purpose) => {
    const live = credentials.filter((credential) => credential.purpose === purpose && isLive(credential, now));
    return live.sort((one, other) => other.version - one.version).slice(0, 1);
  });
  return [
    ...newest.flatMap(({ purpose, expiresAt }) => warning(pathOfPurpose[purpose], 'credential', expiresAt, now)),
    ...trustedUntil(configuration.trust.ca).flatMap((at) => warning('$.trust.ca', 'trusted_certificate', at, now)),
    ...trustedUntil(configuration.trust.leaf).flatMap((at) => warning('$.trust.leaf', 'trusted_certificate', at, now)),
  ];
}

function warning(path: string, what: string, expiresAt: Date | null, now: Date): ProviderWarning[] {
  const threshold = expiryThreshold(expiresAt, now);
  if (threshold === null || expiresAt === null) return [];
  const at = expiresAt.toISOString();
  return threshold === 0
    ? [{ code: `${what}_expired`, path, message: `It expired at ${at}. Enter a new one.` }]
    : [
        {
          code: `${what}_expiring`,
          path,
          message: `It expires at ${at}, within ${threshold} day(s). Enter a new one.`,
        },
      ];
}
