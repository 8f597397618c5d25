import { createHash } from 'node:crypto';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { PROOF_ALGORITHMS } from '../../access/challenge.js';
import { loginPath } from '../../access/login-interactions.js';
import { authenticationMethods, signingAlgorithms } from '../../access/oauth-client-terms.js';
import { standardScopes } from '../../access/scope.js';
import { publicPath } from '../../config/public-path.js';
import { asymmetricSigningAlgorithms } from '../../credentials/algorithms.schema.js';
import { cookiesOf } from '../cookies.js';
import { TOKEN_ALGORITHM } from '../signing-keys/signing-key.js';
import { assertionFault } from './assertion-fault.js';
import { REGISTERED, registeredClient } from './client-metadata.js';
import { consentedGrant } from './consented-grant.js';
import { extraClaims } from './extra-claims.js';
import { findAccount } from './find-account.js';
import { interactionPolicy } from './interaction-policy.js';
import { signingKeyOf } from './keys-that-sign.js';
import { lifetimes } from './lifetimes.js';
import { certificatesOf, endpointAliases } from './mutual-tls.js';
import { OAuthAdapter } from './oauth-adapter.js';
import type { ProviderParts } from './provider-parts.js';
import { resourceServerInfo } from './resource-server-info.js';
import { mayIntrospect, mayRevoke } from './token-inspection.js';

/** Stands in the address of the pages of a login, and tells nothing: the id itself is what the browser's cookie proves. */
export const publicInteractionId = (uid: string): string =>
  createHash('sha256').update('interaction').update(uid).digest('base64url').slice(0, 22);

/** Path of the page on which a user consents, below the path of `PUBLIC_URL`. */
const consentPath = (uid: string): string => `/consent/${publicInteractionId(uid)}`;

/** What oidc-provider is told: nothing is left to its defaults that prints, renders or decides. */
export function configurationOf(parts: ProviderParts): Configuration {
  const { library, settings, lookups } = parts;
  const path = publicPath(settings.PUBLIC_URL);
  const pageOf = (ctx: KoaContextWithOIDC, prompt: string, uid: string): string => {
    const { client } = ctx.oidc;
    if (prompt !== 'login' || client === undefined) return `${path}${consentPath(uid)}`;
    return `${path}${loginPath(registeredClient(client).tenantName, publicInteractionId(uid))}`;
  };
  return {
    adapter: (kind: string) => new OAuthAdapter(kind, parts),
    jwks: { keys: parts.keys.published.map((key) => signingKeyOf(library, key)) },
    clientDefaults: { id_token_signed_response_alg: TOKEN_ALGORITHM },
    extraClientMetadata: { properties: [REGISTERED] },
    extraParams: ['provider'],
    scopes: [...standardScopes],
    claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email'] },
    conformIdTokenClaims: false,
    responseTypes: ['code', 'none'],
    subjectTypes: ['public'],
    clientAuthMethods: [...authenticationMethods],
    discovery: endpointAliases(parts.mutualTlsUrl),
    enabledJWA: {
      clientAuthSigningAlgValues: [...asymmetricSigningAlgorithms],
      idTokenSigningAlgValues: [...signingAlgorithms],
      dPoPSigningAlgValues: [...PROOF_ALGORITHMS],
    },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: 15,
    cookies: cookiesOf(settings.PUBLIC_URL),
    ttl: lifetimes(parts),
    rotateRefreshToken: (ctx) => parts.issue.judgeRefresh(ctx),
    issueRefreshToken: (_ctx, client) => registeredClient(client).tokens.refresh,
    expiresWithSession: () => false,
    extraTokenClaims: (_ctx, token) => extraClaims(token),
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims, _header, client) => {
      const fault = assertionFault(claims, parts.assertionAudiences, client.clientId, parts.clock.now());
      if (fault !== null)
        throw Object.assign(new library.errors.InvalidClientAuth(fault), { error_description: fault });
    },
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === 'none' && client.redirectUris?.some((uri) => new URL(uri).origin === origin) === true,
    findAccount: (ctx, userId) => findAccount(parts.accounts, lookups, ctx, userId),
    loadExistingGrant: (ctx) => consentedGrant(parts, ctx),
    interactions: {
      policy: interactionPolicy(library),
      url: (ctx, interaction) => pageOf(ctx, interaction.prompt.name, interaction.uid),
    },
    renderError: (ctx, out, error) => parts.pages.error(ctx, out, error),
    features: {
      devInteractions: { enabled: false },
      // Experimental in oidc-provider, so that a later version may want another word here: keys-that-sign.ts says what for.
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      clientCredentials: { enabled: true },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => parts.pages.logout(ctx, form),
        postLogoutSuccessSource: (ctx) => parts.pages.loggedOut(ctx),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf?.[0] ?? parts.audience,
        getResourceServerInfo: (ctx, identifier) => resourceServerInfo(parts, ctx, identifier),
        useGrantedResource: () => true,
      },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => mayIntrospect(parts, client, token) },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => mayRevoke(client, token) },
      dPoP: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: true,
        ...certificatesOf(parts.clock),
      },
    },
  };
}
