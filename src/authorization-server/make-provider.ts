import { createHash, timingSafeEqual } from 'node:crypto';
import type { Client, KoaContextWithOIDC, OIDCContext, Provider } from 'oidc-provider';
import { JWT_GRANT } from '../access/oauth-client-terms.js';
import { PROOF_SECONDS } from './dpop/dpop-proof.js';
import { jwtGrant } from './jwt-grant/jwt-grant.js';
import { issuerOf } from './own-issuer.js';
import { registeredClient } from './provider/client-metadata.js';
import { reportConnections } from './provider/connection-reports.js';
import { configurationOf } from './provider/library-configuration.js';
import { keepToOwnPages } from './provider/pages-of-the-library.js';
import type { ProviderParts } from './provider/provider-parts.js';
import { logRefusedClients } from './provider/refused-clients.js';
import { requestNotes } from './provider/request-notes.js';
import { answerUnavailable } from './provider/unavailable-answers.js';

/** oidc-provider as we run it: our configuration, our grant, and the few places where it decides what we decide otherwise. */
export function makeProvider(parts: ProviderParts): Provider {
  const provider = new parts.library.Provider(issuerOf(parts.settings.PUBLIC_URL), configurationOf(parts));
  // Scheme and host are those of PUBLIC_URL: `mount.ts` writes them into each request, whatever came.
  provider.proxy = true;
  provider.registerGrantType(JWT_GRANT, jwtGrant(parts), ['assertion', 'scope', 'resource'], ['resource']);
  compareSecretsByHash(provider);
  keepToRegisteredGrants(provider, parts);
  takeAddressesFromIssuer(provider, parts);
  rememberAssertions(provider, parts);
  judgeEachToken(provider, parts);
  keepOfSessions(provider);
  keepToOwnPages(provider, parts.pages);
  leaveTheProviderToo(provider, parts);
  tellOfReuse(provider, parts);
  reportConnections(provider, parts.connections);
  logRefusedClients(provider);
  answerUnavailable(provider);
  return provider;
}

type Context = Parameters<Parameters<Provider['use']>[0]>[0];

interface ClientClass {
  readonly prototype: Client & {
    compareClientSecret(secret: string): boolean;
    grantTypeAllowed(grant: string): boolean;
  };
}

/** Secrets are 256 random bits, so that a fast hash keeps them; two are live while one takes the other's place. */
function compareSecretsByHash(provider: Provider): void {
  const { prototype } = provider.Client as unknown as ClientClass;
  prototype.compareClientSecret = function compare(this: Client, secret: string): boolean {
    const given = createHash('sha256').update(secret, 'utf8').digest();
    return registeredClient(this).secretHashes.some((hash) => timingSafeEqual(Buffer.from(hash, 'base64'), given));
  };
}

/**
 * oidc-provider adds the authorization code grant to whoever may open its authorization address, as for a consent. It answers a token
 * request with a grant that its client may not use with `invalid_request`; RFC 6749 §5.2 has `unauthorized_client`.
 */
function keepToRegisteredGrants(provider: Provider, { library }: ProviderParts): void {
  const { prototype } = provider.Client as unknown as ClientClass;
  prototype.grantTypeAllowed = function isAllowed(this: Client, grant: string): boolean {
    const { grants, tokens } = registeredClient(this);
    const isAllowed =
      grant === 'refresh_token'
        ? grants.includes('authorization_code') && tokens.refresh
        : grants.some((one) => one === grant);
    const { oidc } = library.Provider.ctx ?? {};
    if (!isAllowed && oidc?.route === 'token' && oidc.params?.['grant_type'] === grant)
      throw new library.errors.UnauthorizedClient('the client may not use this grant', { detail: grant });
    return isAllowed;
  };
}

/** Addresses are never made from what a request says; only one on the port for certificates is known by that port's own. */
function takeAddressesFromIssuer(provider: Provider, parts: ProviderParts): void {
  const { prototype } = provider.OIDCContext as unknown as { prototype: OIDCContext };
  prototype.urlFor = function urlFor(this: OIDCContext & { ctx: KoaContextWithOIDC }, name, options) {
    const address = provider.urlFor(name, options);
    const alias = requestNotes(this.ctx)?.onMutualTls === true && name === this.route ? parts.mutualTlsUrl : null;
    return alias === null ? address : address.replace(parts.settings.PUBLIC_URL, alias);
  };
  prototype.clientJwtAuthExpectedAudience = () => new Set(parts.assertionAudiences);
}

/**
 * `jti` of assertions and proofs, once for all instances. oidc-provider has a proof remembered from when it came, and takes one of which
 * the client's clock is as much ahead: it is remembered until that one is over too.
 */
function rememberAssertions(provider: Provider, { seenJtis, library }: ProviderParts): void {
  const detection = provider.ReplayDetection as unknown as {
    unique(issuer: string, jti: string, exp: number): Promise<boolean>;
  };
  detection.unique = (issuer, jti, exp) => {
    const client = library.Provider.ctx?.oidc.client;
    if (client === undefined) throw new Error('What is presented once is presented by a client');
    const { tenantId } = registeredClient(client);
    return seenJtis.remember({ tenantId, issuer, jti, expiresAt: new Date((exp + PROOF_SECONDS) * 1000) });
  };
}

/** No way to a token goes past the policies. */
function judgeEachToken(provider: Provider, { issue, library }: ProviderParts): void {
  for (const { prototype } of [provider.AccessToken, provider.ClientCredentials]) {
    // oxlint-disable-next-line typescript/unbound-method -- called with the token as `this` below
    const { save } = prototype;
    prototype.save = async function judgedSave(this: typeof prototype): Promise<string> {
      const { ctx } = library.Provider;
      if (ctx === undefined) throw new Error('A token is issued by a request');
      await issue.judge(ctx, this);
      const value = await save.call(this);
      await requestNotes(ctx)?.finishRotation?.();
      return value;
    };
  }
}

/** A refresh token that comes twice was copied, or its client is broken: administrators want to know of both. */
function tellOfReuse(provider: Provider, { issue }: ProviderParts): void {
  provider.on('grant.revoked', (ctx: KoaContextWithOIDC) => {
    if (ctx.oidc.params?.['grant_type'] === 'refresh_token') issue.tellOfReuse(ctx);
  });
}

/** What a session keeps beside what oidc-provider knows of: whose it is, and the login that began it. */
function keepOfSessions(provider: Provider): void {
  const kept = [...provider.Session.IN_PAYLOAD, 'tenantId', 'loginId'];
  Object.defineProperty(provider.Session, 'IN_PAYLOAD', { get: () => kept });
}

/**
 * Whoever logs out here is sent on to log out where they logged in, and comes back to where they would have gone: a page of ours,
 * or what the client has registered (OpenID Connect RP-Initiated Logout 1.0 §3).
 */
function leaveTheProviderToo(provider: Provider, { logins, lookups }: ProviderParts): void {
  const leaveAfter = async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    await next();
    const left = requestNotes(ctx)?.leftLogin;
    if (left === undefined || ctx.status !== 303) return;
    const url = await logins.logoutUrl(lookups, left, ctx.response.get('location'));
    if (url !== null) ctx.redirect(url);
  };
  provider.use((ctx, next) => (ctx.path.startsWith('/session/') ? leaveAfter(ctx, next) : next()));
}
