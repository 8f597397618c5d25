import { randomUUID } from 'node:crypto';
import { type CryptoKey, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Client, ClientAuth } from 'oauth4webapi';
import type { ClientAuthenticationInput } from './client-authenticator.js';

/** How long an assertion may be used, seconds: it is made for one request. */
const lifetime = 60;

interface Assertion {
  readonly header: JWTHeaderParameters;
  readonly key: CryptoKey | Uint8Array;
  readonly audience: 'issuer' | 'token_endpoint';
}

/** Authenticates with a JWT about ourselves (RFC 7523 §2.2 and §3, OpenID Connect Core §9). */
export function clientAssertion({ server, now }: ClientAuthenticationInput, assertion: Assertion): ClientAuth {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const audience = assertion.audience === 'issuer' ? server.issuer : server.token_endpoint;
  return async (_server, client: Client, body) => {
    const jwt = new SignJWT({ jti: randomUUID() })
      .setProtectedHeader(assertion.header)
      .setIssuer(client.client_id)
      .setSubject(client.client_id)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime);
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', await jwt.sign(assertion.key));
  };
}
