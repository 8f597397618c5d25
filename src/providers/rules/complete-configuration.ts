import type { ClientAuthentication } from '../../client-authentication/client-authentication.schema.js';
import { clientAuthenticationSchema } from '../../client-authentication/client-authentication.schema.js';
import { idTokenSchema } from '../configuration/id-token.schema.js';
import type { ProviderRequest } from '../configuration/provider-request.schema.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import { readDraft, usesDiscovery } from './provider-draft.js';

/** The configuration without what is secret or only about the request. */
function settingsOfMethod(request: ProviderRequest['clientAuthentication']): ClientAuthentication {
  const writeOnly = new Set(['clientSecret', 'privateKey', 'keyId', 'certificate', 'expiresAt', 'overlapSeconds']);
  const settings = Object.entries(request).filter(([name]) => !writeOnly.has(name));
  return clientAuthenticationSchema.parse(Object.fromEntries(settings));
}

/**
 * Fills in the defaults that depend on other members and leaves the secrets out. `request` MUST have passed every rule of
 * this folder.
 */
export function completeConfiguration(request: ProviderRequest): ProviderConfiguration {
  const { decryptionKey, clientAuthentication, idToken, kind, subject, ...members } = request;
  const shared = {
    ...members,
    displayName: request.displayName ?? { en: request.name },
    issuer: request.issuer ?? null,
    discovery: usesDiscovery(readDraft(request)) ?? false,
    clientAuthentication: settingsOfMethod(clientAuthentication),
  };
  if (kind === 'oidc') {
    return {
      ...shared,
      kind,
      scopes: request.scopes ?? ['openid'],
      subject: subject ?? { source: 'id_token', path: 'sub' },
      idToken: idToken ?? idTokenSchema.parse({}),
    };
  }
  if (subject === null || subject === undefined)
    throw new Error('An oauth2 provider without a subject passed the rules');
  return { ...shared, kind, scopes: request.scopes ?? [], subject, idToken: null };
}
