import { SignJWT } from 'jose';
import { requiredCredential } from '../credentials/required-credential.js';
import type { AuthenticationMeans, Client } from './client.js';
import type { ClientAuthentication } from './client-authentication.schema.js';

const algorithm = 'ES256';
/** Apple allows six months; one request needs a minute, and clocks differ. */
const lifetime = 300;

/** Apple's client secret: an ES256 JWT of the team about the client, sent as if it were a secret in the body. */
export async function appleClientSecret(
  { clientId, credentials, server }: Client,
  { teamId, method }: Extract<ClientAuthentication, { method: 'apple_client_secret' }>,
  { imported, now }: AuthenticationMeans,
): Promise<string> {
  const credential = requiredCredential(credentials, 'private_key', method);
  const key = await imported.signingKey(credential, algorithm);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return await new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(credential.keyId === undefined ? {} : { kid: credential.keyId }) })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience(server.issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(key);
}
