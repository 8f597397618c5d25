import { Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { SessionsOfLogins } from '../../access/logins-of-sessions.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Federation, type LogoutToken } from '../../federation/trip.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { SESSION_AT_PROVIDER, SUBJECT_AT_PROVIDER } from '../logins/judge-provider-login.js';
import type { UserLogin } from '../logins/user-login.js';
import { UserLoginStore } from '../logins/user-login.store.js';

/** The whole answer to a provider, its keys fetched among it, in milliseconds. */
const TIMEOUT = 10_000;

/** The provider's clock may be so far behind: a login that it says was before the logout counts as such. In milliseconds. */
const CLOCKS_DIFFER = 60_000;

/**
 * Ends the sessions of whoever has logged out at a provider (OpenID Connect Back-Channel Logout 1.0 §2.7). Only sessions that began
 * before the token was issued: a token that is posted again later ends nothing more.
 */
@Injectable()
export class LogoutReceiver {
  constructor(
    private readonly tenants: TenantStore,
    private readonly providers: ProviderDirectory,
    private readonly federation: Federation,
    private readonly keyedHash: KeyedHash,
    private readonly logins: UserLoginStore,
    private readonly accounts: Accounts,
    private readonly sessions: SessionsOfLogins,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `logout.token_refused`, `request.not_found`, or of step `discovery` or `jwks` */
  async receive(tenantName: string, providerName: string, token: string): Promise<void> {
    const tenant = await this.tenants.findByName(tenantName);
    const provider = tenant === null ? null : await this.providers.forCallback(tenant.id, providerName);
    if (provider?.configuration.usage.includes('user') !== true) throw new CountersignError('request.not_found');
    const { tenantId } = provider;
    const logout = await this.federation.logoutToken(provider, token, AbortSignal.timeout(TIMEOUT));
    const found = await this.logins.findAtProvider(this.unitOfWork.reading, tenantId, provider.id, {
      subjectHash: await this.hashOf(tenantId, SUBJECT_AT_PROVIDER, logout, logout.sub),
      sessionHash: await this.hashOf(tenantId, SESSION_AT_PROVIDER, logout, logout.sid),
    });
    const latest = logout.issuedAt.getTime() + CLOCKS_DIFFER;
    const ended = found.filter(
      ({ authenticatedAt }) => authenticatedAt !== null && authenticatedAt.getTime() <= latest,
    );
    for (const [userId, logins] of byUser(ended)) await this.end(tenantId, provider.id, userId, logins);
  }

  private hashOf(tenantId: string, domain: string, { issuer }: LogoutToken, value: string | null) {
    return value === null
      ? Promise.resolve(null)
      : this.keyedHash.of(this.unitOfWork.lookups, tenantId, domain, JSON.stringify([issuer, value]));
  }

  private async end(tenantId: string, providerId: string, userId: string, loginIds: readonly string[]): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      if ((await this.accounts.lock(transaction, tenantId, userId)) === null) return;
      // First: a session that is being saved waits for it, or was saved before and is found.
      await this.logins.delete(transaction, tenantId, loginIds);
      await this.sessions.endByLogins(transaction, { tenantId, userId }, loginIds, {
        reason: 'logged_out_at_provider',
        actor: { type: 'system', id: 'backchannel-logout' },
        now: this.clock.now(),
        providerId,
      });
    });
  }
}

function byUser(logins: readonly UserLogin[]): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { userId, id } of logins) if (userId !== null) ids.set(userId, [...(ids.get(userId) ?? []), id]);
  return ids;
}
