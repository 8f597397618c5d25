import type { AccessToken, KoaContextWithOIDC, UnknownObject } from 'oidc-provider';
import type { Account } from '../../access/accounts.js';
import { JWT_GRANT } from '../../access/oauth-client-terms.js';
import type { Scope } from '../../access/scope.js';
import { type RegisteredClient } from '../../oauth-clients/oauth-client.js';
import type { Consent } from '../consents/consent.js';
import { bindToken } from '../provider/bind-token.js';
import { registeredClient } from '../provider/client-metadata.js';
import { CONSENT } from '../provider/extra-claims.js';
import type { ProviderParts } from '../provider/provider-parts.js';
import { refusedGrant } from '../provider/refused-grant.js';
import { resourceServerInfo } from '../provider/resource-server-info.js';
import { rightsFor } from '../provider/user-rights.js';
import { isCovered } from '../standing/token-standing.js';
import { judgeAssertion } from './jwt-assertion.js';

/** Scope without which no client acts for a user whom it does not see. */
const IMPERSONATION = 'impersonation';

interface Authorised {
  readonly client: RegisteredClient;
  readonly user: Account;
  readonly consent: Consent;
  readonly resource: string;
  readonly scopes: readonly string[];
}

/**
 * The JWT Grant (RFC 7523 §2.1): a client signs that it acts for a user; the user, or an administrator, has consented before. The
 * token lives one hour and is not refreshed: a new one costs an assertion.
 */
export function jwtGrant(parts: ProviderParts): (ctx: KoaContextWithOIDC) => Promise<void> {
  return async (ctx) => {
    const authorised = await authorise(parts, ctx);
    const token = await makeToken(parts, ctx, authorised);
    ctx.oidc.entity('AccessToken', token);
    const value = await token.save();
    ctx.body = {
      access_token: value,
      token_type: token.tokenType,
      expires_in: token.expiration,
      ...(token.scope === undefined ? {} : { scope: token.scope }),
    };
  };
}

async function authorise(parts: ProviderParts, ctx: KoaContextWithOIDC): Promise<Authorised> {
  const { errors } = parts.library;
  const { client: asked, params = {} } = ctx.oidc;
  if (asked === undefined) throw new errors.InvalidClient();
  const client = registeredClient(asked);
  const { assertion } = params;
  if (typeof assertion !== 'string') throw new errors.InvalidRequest("missing required parameter(s) 'assertion'");
  const now = parts.clock.now();
  const judged = await judgeAssertion(assertion, {
    clientId: client.id,
    keys: client.keys,
    audiences: parts.grantAudiences,
    now,
  });
  if ('fault' in judged) throw refusedGrant(parts.library, judged.fault);
  const scopes = wantedScopes(parts, params, judged.scopes, client);
  const user = await parts.accounts.standing(parts.lookups, client.tenantId, userIdOf(judged.userId));
  if (user?.status !== 'active') throw refusedGrant(parts.library, 'sub is no user who may act now');
  const resource = oneResource(parts, params['resource']);
  const consent = await consentOf(parts, { client, user, resource, scopes });
  const { jti, expiresAt } = judged;
  if (!(await parts.seenJtis.remember({ tenantId: client.tenantId, issuer: client.id, jti, expiresAt })))
    throw refusedGrant(parts.library, 'the assertion was used before');
  return { client, user, consent, resource, scopes };
}

/** The audience that is asked for, ours where none is. @throws InvalidTarget for more than one (RFC 8707 §2) */
function oneResource({ library: { errors }, audience }: ProviderParts, asked: unknown): string {
  const named = [...new Set([asked].flat())].filter((one) => typeof one === 'string');
  if (named.length > 1)
    throw new errors.InvalidTarget('only a single resource indicator value is supported for this grant type');
  return named[0] ?? audience;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';

const userIdOf = (sub: string): string => (UUID.test(sub) ? sub : NOBODY);

/** What the assertion asks for; the request may ask for less. */
function wantedScopes(
  { library: { errors } }: ProviderParts,
  params: UnknownObject,
  asserted: readonly string[],
  client: RegisteredClient,
): readonly string[] {
  const { scope } = params;
  const requested = typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
  const wanted =
    asserted.length === 0 || (requested.length > 0 && requested.every((one) => asserted.includes(one)))
      ? requested
      : asserted;
  const beyond = asserted.length > 0 ? requested.find((one) => !asserted.includes(one)) : undefined;
  if (beyond !== undefined) throw new errors.InvalidScope('the assertion does not ask for this scope', beyond);
  if (!asserted.includes(IMPERSONATION) && !requested.includes(IMPERSONATION))
    throw new errors.InvalidScope('scope must hold impersonation', IMPERSONATION);
  const foreign = [...wanted, IMPERSONATION].find((one) => !client.scopes.includes(one));
  if (foreign !== undefined) throw new errors.InvalidScope('requested scope is not allowed', foreign);
  return wanted.filter((one) => one !== IMPERSONATION);
}

/** The consent that reaches furthest of those that count. @throws ConsentRequired when there is none for any of it */
async function consentOf(
  parts: ProviderParts,
  { client, user, resource, scopes }: Omit<Authorised, 'consent'>,
): Promise<Consent> {
  const about = { tenantId: client.tenantId, clientId: client.id, userId: user.id, resource };
  const found = await parts.consents.live(parts.lookups, about);
  const reach = (consent: Consent): number => scopes.filter((scope) => consent.scopes.includes(scope)).length;
  const [best] = found
    .filter((consent) => isCovered(consent.giverScopes, user) && consent.scopes.includes(IMPERSONATION))
    .sort((one, other) => reach(other) - reach(one));
  if (best === undefined || (scopes.length > 0 && reach(best) === 0))
    throw new parts.library.errors.ConsentRequired(
      'the user has not consented; open the authorization address with these scopes once, or have an administrator consent',
    );
  return best;
}

async function makeToken(
  parts: ProviderParts,
  ctx: KoaContextWithOIDC,
  { client, user, consent, resource, scopes }: Authorised,
): Promise<AccessToken> {
  const { provider, client: asked } = ctx.oidc;
  if (asked === undefined) throw new parts.library.errors.InvalidClient();
  const info = await resourceServerInfo(parts, ctx, resource);
  const consented = scopes.filter((scope) => consent.scopes.includes(scope) && info.scope.split(' ').includes(scope));
  const granted = resource === parts.audience ? rightsFor(client, consented as Scope[], user.permissions) : consented;
  const token = new provider.AccessToken({
    accountId: user.id,
    client: asked,
    gty: JWT_GRANT,
    scope: granted.length === 0 ? undefined : granted.join(' '),
    grantId: undefined as unknown as string,
  });
  token.resourceServer = new provider.ResourceServer(resource, info);
  Object.assign(token, { [CONSENT]: consent.id });
  await bindToken(parts, ctx, token);
  return token;
}
