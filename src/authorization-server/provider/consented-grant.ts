import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { type Scope, standardScopes } from '../../access/scope.js';
import type { Consent } from '../consents/consent.js';
import { registeredClient } from './client-metadata.js';
import type { OAuthAccount } from './find-account.js';
import type { ProviderParts } from './provider-parts.js';
import { rightsFor } from './user-rights.js';

type Parts = Pick<ProviderParts, 'library' | 'audience' | 'lookups' | 'consents'>;

const splitScopes = (text: unknown): readonly string[] =>
  typeof text === 'string' ? text.split(' ').filter((scope) => scope !== '') : [];

/**
 * The grant of one authorization: new each time, so that a refresh token that is used twice ends its own family and no other. It
 * holds what the user consented to before; what is missing is asked for. The console is asked nothing.
 */
export async function consentedGrant(parts: Parts, ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client: asked, account, params } = ctx.oidc;
  if (asked === undefined || account === undefined) return undefined;
  const client = registeredClient(asked);
  const user = account as OAuthAccount;
  const requested = splitScopes(params?.['scope']);
  const resource = resourceOf(params?.['resource'], parts.audience);
  const consents = client.firstParty ? null : await ownConsents(parts, ctx, user, resource);
  if (consents?.length === 0) return undefined;
  const consented = new Set(consents === null ? requested : consents.flatMap(({ scopes }) => scopes));
  const grant = new ctx.oidc.provider.Grant({ accountId: user.accountId, clientId: client.id });
  const given = requested.filter((scope) => consented.has(scope));
  const standard = given.filter((scope) => standardScopes.includes(scope));
  const own = given.filter((scope) => !standardScopes.includes(scope));
  if (standard.length > 0) grant.addOIDCScope(standard.join(' '));
  if (own.length > 0) grant.addResourceScope(resource, own.join(' '));
  const lacking = resource === parts.audience ? scopesLacking(client, requested, user) : [];
  // What they could not give is not asked for either.
  if (lacking.length > 0) grant.rejectResourceScope(resource, lacking.join(' '));
  await grant.save();
  if (consents === null || (await parts.consents.stillStand(parts.lookups, client.tenantId, consents))) return grant;
  await grant.destroy();
  return undefined;
}

/** The one audience of an authorization; more than one is refused before. */
function resourceOf(named: unknown, otherwise: string): string {
  const first: unknown = Array.isArray(named) ? named[0] : named;
  return typeof first === 'string' ? first : otherwise;
}

function scopesLacking(
  client: ReturnType<typeof registeredClient>,
  requested: readonly string[],
  user: OAuthAccount,
): readonly string[] {
  const rights = requested.filter((scope) => !standardScopes.includes(scope)) as Scope[];
  const may = new Set<string>(rightsFor(client, rights, user.permissions));
  return rights.filter((scope) => !may.has(scope));
}

/** What they have consented to themselves at this client and audience. */
async function ownConsents(
  { consents, lookups }: Parts,
  ctx: KoaContextWithOIDC,
  user: OAuthAccount,
  resource: string,
): Promise<readonly Consent[]> {
  const { client } = ctx.oidc;
  if (client === undefined) return [];
  const { tenantId, id: clientId } = registeredClient(client);
  const found = await consents.live(lookups, { tenantId, clientId, userId: user.accountId, resource });
  // An administrator's is for the JWT Grant: whoever sits at a browser can be asked.
  return found.filter(({ userId }) => userId !== null);
}
