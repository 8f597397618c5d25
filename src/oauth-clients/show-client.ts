import type { ClientDetails } from './client-administration.js';
import type { OAuthClientAnswer } from './oauth-client.schema.js';

/** A client as the API answers it. */
export function showClient({ client, secrets, keys, clientSecret, privateKey }: ClientDetails): OAuthClientAnswer {
  return {
    clientId: client.id,
    revision: client.revision,
    name: client.name,
    integration: client.integration,
    grants: [...client.grants],
    redirectUris: [...client.redirectUris],
    scopes: [...client.scopes],
    authentication: { ...client.authentication },
    tokens: { ...client.tokens },
    owner: client.ownerId,
    keys: keys.map((key) => ({ ...key, kty: key.kty ?? '' })),
    secrets: secrets.map(({ id, createdAt, expiresAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    createdBy: { type: client.createdBy.type, id: client.createdBy.id },
    createdAt: client.createdAt.toISOString(),
    updatedAt: client.updatedAt.toISOString(),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(privateKey === undefined ? {} : { privateKeyShownOnce: privateKey }),
  };
}
