import type { FastifyReply } from 'fastify';
import { entityTag } from '../http/entity-tag.js';
import type { ClientDetails } from './client-details.js';
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
    enabled: client.enabled,
    keys: keys.map(({ jwk, setAt }) => ({ ...jwk, kty: jwk.kty ?? '', setAt: setAt.toISOString() })),
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

/** As `showClient`, with the revision as `ETag`. */
export function answerClient(details: ClientDetails, reply: FastifyReply): OAuthClientAnswer {
  void reply.header('etag', entityTag(details.client.revision));
  return showClient(details);
}
