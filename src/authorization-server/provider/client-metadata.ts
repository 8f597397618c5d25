import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';
import type { RegisteredClient } from '../../oauth-clients/oauth-client.js';
import { isOfDevice } from '../../oauth-clients/redirect-uri.rules.js';

/** The member under which a client of oidc-provider carries ours. */
export const REGISTERED = 'countersign_client';

/**
 * A client as oidc-provider reads it (RFC 7591 §2). Its `scope` is left out: which scopes a client may have depends on the audience,
 * and is judged where that is known.
 * @param assertionAlone the assertion of the JWT Grant, which the client has signed, is all that it proves itself by
 */
export function clientMetadata(client: RegisteredClient, assertionAlone = false): AdapterPayload {
  const { method: registered, ...subject } = client.authentication;
  const method = assertionAlone && registered === 'private_key_jwt' ? 'none' : registered;
  const redirects = client.redirectUris.length > 0;
  return {
    client_id: client.id,
    client_name: client.name,
    // Only its presence is looked at: secrets are compared by their hashes.
    ...(method.startsWith('client_secret') ? { client_secret: 'compared by hash' } : {}),
    token_endpoint_auth_method: method,
    ...subject,
    grant_types:
      redirects && client.tokens.refresh ? [...new Set([...client.grants, 'refresh_token'])] : [...client.grants],
    response_types: redirects ? (client.firstParty ? ['code', 'none'] : ['code']) : [],
    redirect_uris: [...client.redirectUris],
    application_type: client.redirectUris.some(isOfDevice) && !client.firstParty ? 'native' : 'web',
    id_token_signed_response_alg: client.tokens.idTokenSignedResponseAlg,
    tls_client_certificate_bound_access_tokens: client.tokens.bound === 'certificate',
    dpop_bound_access_tokens: client.tokens.bound === 'dpop',
    ...(client.keys.length > 0 && method !== 'none' ? { jwks: { keys: [...client.keys] } } : {}),
    [REGISTERED]: client,
  };
}

const told = new WeakMap<RegisteredClient, AdapterPayload>();

/**
 * As `clientMetadata`, once for all who hold the same object. oidc-provider makes JSON of the whole at each request to see whether it
 * knows the client as it is: here it is a digest of it.
 */
export function sharedMetadata(client: RegisteredClient): AdapterPayload {
  const known = told.get(client);
  if (known !== undefined) return known;
  const metadata = clientMetadata(client);
  const digest = createHash('sha256').update(JSON.stringify(metadata)).digest('base64url');
  Object.defineProperty(metadata, 'toJSON', { value: () => digest });
  told.set(client, metadata);
  return metadata;
}

/** Our client, from oidc-provider's. */
export function registeredClient(client: Readonly<Record<string, unknown>>): RegisteredClient {
  return client[REGISTERED] as RegisteredClient;
}
