import type { ClientAuthentication } from '../../providers/provider-configuration.js';
import { clientAssertion } from './client-assertion.js';
import {
  type ClientAuth,
  type ClientAuthenticationInput,
  requireCredential,
  unusableCredential,
} from './client-authenticator.js';

/** `private_key_jwt` (OpenID Connect Core §9): an assertion signed with a key whose public half we publish. */
export async function privateKeyJwt(
  input: ClientAuthenticationInput,
  { signingAlgorithm, assertionAudience }: Extract<ClientAuthentication, { method: 'private_key_jwt' }>,
): Promise<ClientAuth> {
  const credential = requireCredential(input, 'private_key');
  const key = await input.imported.privateKey(credential, signingAlgorithm).catch((cause: unknown) => {
    throw unusableCredential(input, `the private key does not fit ${signingAlgorithm}`, cause);
  });
  const header = { alg: signingAlgorithm, ...(credential.keyId === undefined ? {} : { kid: credential.keyId }) };
  return clientAssertion(input, { header, key, audience: assertionAudience });
}
