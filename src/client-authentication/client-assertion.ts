import { randomUUID } from 'node:crypto';
import { type CryptoKey, type JWTHeaderParameters, SignJWT } from 'jose';
import type { ClientAuth } from './client.js';

/** How long an assertion may be used, seconds: it is made for one request. */
const lifetime = 60;

interface Assertion {
  readonly header: JWTHeaderParameters;
  /** The private key, or for HS* the bytes of the client secret. */
  readonly key: CryptoKey | Uint8Array;
  readonly clientId: string;
  readonly audience: string;
  readonly now: Date;
}

/** Authenticates with a JWT about ourselves (RFC 7523 §2.2 and §3, OpenID Connect Core §9), made anew for each request. */
export function clientAssertion({ header, key, clientId, audience, now }: Assertion): ClientAuth {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return async (_server, _client, body) => {
    const jwt = new SignJWT({ jti: randomUUID() })
      .setProtectedHeader(header)
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime);
    body.set('client_id', clientId);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', await jwt.sign(key));
  };
}
