import { SignJWT } from 'jose';
import { ClientSecretPost } from 'oauth4webapi';
import type { ClientAuthentication } from '../../providers/provider-configuration.js';
import {
  type ClientAuth,
  type ClientAuthenticationInput,
  requireCredential,
  unusableCredential,
} from './client-authenticator.js';

const algorithm = 'ES256';
/** Apple allows six months; one request needs a minute, and clocks differ. */
const lifetime = 300;

/** Apple's client secret: an ES256 JWT of the team about the client, sent as if it were a secret in the body. */
export async function appleClientSecret(
  input: ClientAuthenticationInput,
  { teamId }: Extract<ClientAuthentication, { method: 'apple_client_secret' }>,
): Promise<ClientAuth> {
  const credential = requireCredential(input, 'private_key');
  const key = await input.imported.privateKey(credential, algorithm).catch((cause: unknown) => {
    throw unusableCredential(input, `the private key does not fit ${algorithm}`, cause);
  });
  const issuedAt = Math.floor(input.now.getTime() / 1000);
  const secret = await new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(credential.keyId === undefined ? {} : { kid: credential.keyId }) })
    .setIssuer(teamId)
    .setSubject(input.provider.configuration.clientId)
    .setAudience(input.server.issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(key);
  return ClientSecretPost(secret);
}
