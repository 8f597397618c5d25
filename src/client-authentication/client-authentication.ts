import { ClientSecretPost, None, TlsClientAuth } from 'openid-client';
import type { UsableCredential } from '../credentials/credential.js';
import { requiredCredential } from '../credentials/required-credential.js';
import { appleClientSecret } from './apple-client-secret.js';
import type { AuthenticationMeans, Client, ClientAuth } from './client.js';
import { clientAssertion } from './client-assertion.js';
import type { ClientAuthenticationMethod } from './client-authentication.schema.js';

/** Which kind of credential a method sends, signs with or presents; null: none. */
export const credentialKindOf: Readonly<Record<ClientAuthenticationMethod, UsableCredential['kind'] | null>> = {
  client_secret_basic: 'client_secret',
  client_secret_post: 'client_secret',
  client_secret_jwt: 'client_secret',
  private_key_jwt: 'private_key',
  apple_client_secret: 'private_key',
  tls_client_auth: 'client_certificate',
  self_signed_tls_client_auth: 'client_certificate',
  none: null,
};

/**
 * How the client proves at a token endpoint (or one that authenticates likewise: pushed requests, introspection) that it is
 * the client: every method that there is. To be given to an openid-client `Configuration` as its client authentication.
 * With `tls_client_auth` and `self_signed_tls_client_auth` the connection authenticates: see `clientCertificateOf`.
 * @throws CredentialFault `credential_missing` or `credential_unusable`; then nothing has been sent
 */
export async function clientAuthentication(client: Client, means: AuthenticationMeans): Promise<ClientAuth> {
  const { method, clientId, server } = client;
  switch (method.method) {
    case 'client_secret_basic':
      return basic(clientSecretOf(client), method.basicEncoding);
    case 'client_secret_post':
      return ClientSecretPost(clientSecretOf(client));
    case 'client_secret_jwt': {
      const key = new TextEncoder().encode(clientSecretOf(client));
      const audience = server[method.assertionAudience];
      return clientAssertion({ header: { alg: method.signingAlgorithm }, key, clientId, audience, now: means.now });
    }
    case 'private_key_jwt': {
      const credential = requiredCredential(client.credentials, 'private_key', method.method);
      const key = await means.imported.signingKey(credential, method.signingAlgorithm);
      const kid = credential.keyId === undefined ? {} : { kid: credential.keyId };
      const header = { alg: method.signingAlgorithm, ...kid };
      return clientAssertion({ header, key, clientId, audience: server[method.assertionAudience], now: means.now });
    }
    case 'apple_client_secret':
      return ClientSecretPost(await appleClientSecret(client, method, means));
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      requiredCredential(client.credentials, 'client_certificate', method.method);
      return TlsClientAuth();
    case 'none':
      return None();
  }
}

function clientSecretOf({ credentials, method }: Client): string {
  return requiredCredential(credentials, 'client_secret', method.method).value;
}

/**
 * One value in `application/x-www-form-urlencoded` (RFC 6749 Appendix B). It leaves `-`, `.` and `_` as they are, which
 * servers that forget to decode understand too; openid-client escapes them. A space is `%20`, which those decode who expect
 * form encoding and those who only take percents apart; `+` only the former.
 */
function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1).replaceAll('+', '%20');
}

/**
 * `client_secret_basic` (RFC 6749 §2.3.1): id and secret are form-encoded before they are joined. `raw` leaves the encoding
 * out, for servers that get it wrong.
 */
function basic(secret: string, encoding: 'standard' | 'raw'): ClientAuth {
  const encoded = encoding === 'raw' ? (value: string) => value : formEncoded;
  return (_server, client, _body, headers) => {
    const credentials = Buffer.from(`${encoded(client.client_id)}:${encoded(secret)}`, 'utf8').toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}
