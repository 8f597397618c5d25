export const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Grants that a client can have, in the order in which they are offered. */
export const grants = ['client_credentials', JWT_GRANT, 'authorization_code', 'refresh_token'] as const;

/** Ways in which a client can authenticate. */
export const methods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
