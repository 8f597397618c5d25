/** `grant_type` of the JWT Grant (RFC 7523 §2.1). */
export const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Ways in which a client gets tokens (RFC 6749 §1.3, RFC 7523). */
export const clientGrants = ['client_credentials', 'authorization_code', 'refresh_token', JWT_GRANT] as const;
export type ClientGrant = (typeof clientGrants)[number];

/** Ways in which a client proves at our endpoints that it is the client (RFC 6749 §2.3, RFC 7523 §2.2, RFC 8705 §2). */
export const authenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** What tokens are signed by (RFC 7518 §3.1): the first is the default, and RS256 has to be offered for ID tokens (OpenID Connect Discovery §3). */
export const signingAlgorithms = ['ES256', 'RS256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];
