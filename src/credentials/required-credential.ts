import type { UsableCredential } from './credential.js';
import { CredentialFault } from './credential-fault.js';

/**
 * The credential of a kind that is to be tried first.
 * @param neededBy what cannot work without it, e.g. `private_key_jwt` or `a request object`
 * @throws CredentialFault `credential_missing`
 */
export function requiredCredential(
  credentials: readonly UsableCredential[],
  kind: UsableCredential['kind'],
  neededBy: string,
): UsableCredential {
  const credential = credentials.find((candidate) => candidate.kind === kind);
  if (credential !== undefined) return credential;
  const detail = `${neededBy} needs a valid ${kind.replaceAll('_', ' ')}, there is none`;
  throw new CredentialFault('credential_missing', detail);
}
