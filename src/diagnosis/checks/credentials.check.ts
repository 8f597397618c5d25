import type { CredentialPurpose, UsableCredential } from '../../credentials/credential.js';
import { neededCredentials } from '../../providers/rules/needed-credentials.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';

const kindOf: Readonly<Record<CredentialPurpose, UsableCredential['kind']>> = {
  client_secret: 'client_secret',
  signing_key: 'private_key',
  apple_key: 'private_key',
  client_certificate: 'client_certificate',
  decryption_key: 'decryption_key',
};

/** Every secret, key and certificate that the configuration needs is there. */
export function checkCredentials({ subject: { provider, saved }, token }: Evidence): Finding[] {
  const { configuration, credentials } = provider;
  const expected = 'every secret, key and certificate that the configuration needs';
  const unusable = token?.asked.code === 'token_request.credential_unusable' ? [token.asked.detail] : [];
  const findings = neededCredentials(configuration).map(({ purpose, path, generated }): Finding => {
    const kind = kindOf[purpose];
    const name = purpose.replaceAll('_', ' ');
    if (credentials.some((credential) => credential.kind === kind)) {
      const [detail] = path.startsWith('$.clientAuthentication') ? unusable : [];
      if (detail === undefined) return ok(path, { seen: `there is a ${name}`, expected });
      return fault(path, { seen: detail, expected: 'a key that fits the algorithm', remedy: 'Enter a key that fits.' });
    }
    if (generated && !saved) return notApplicable(path, 'a key pair is made when the provider is saved', expected);
    return fault(path, {
      seen: `there is no valid ${name}`,
      expected,
      remedy: 'Enter it, or a new one if it has expired.',
    });
  });
  if (findings.length > 0) return findings;
  return [notApplicable('$.clientAuthentication', 'no credential is needed', expected)];
}
