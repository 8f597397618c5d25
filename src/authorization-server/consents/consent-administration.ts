import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { apiAudienceOf } from '../../access/api-audience.js';
import { JWT_GRANT } from '../../access/oauth-client-terms.js';
import type { Principal } from '../../access/principal.js';
import { requireHeld } from '../../access/require-held.js';
import { ResourceServers } from '../../access/resource-servers.js';
import { scopes as apiScopes, identityScopes, type Scope } from '../../access/scope.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import type { Page } from '../../http/list.js';
import { Mails } from '../../mail/mails.js';
import { type OAuthClient } from '../../oauth-clients/oauth-client.js';
import { OAuthClientStore } from '../../oauth-clients/oauth-client.store.js';
import { isCovered } from '../standing/token-standing.js';
import type { Consent } from './consent.js';
import type { ConsentQuery, NewConsent } from './consent.schema.js';
import { ConsentStore } from './consent.store.js';
import { consentEvent } from './consent-events.js';

const isRight = (scope: string): scope is Scope => apiScopes.some((one) => one === scope);

/** What administrators do with consents: they read them, revoke them, and give one for users who may do no more than they. */
@Injectable()
export class ConsentAdministration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ConsentStore,
    private readonly clients: OAuthClientStore,
    private readonly accounts: Accounts,
    private readonly resources: ResourceServers,
    private readonly mails: Mails,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  list(principal: Principal, { clientId, userId, ...query }: ConsentQuery): Promise<Page<Consent>> {
    return this.store.list(this.unitOfWork.reading, principal.tenant.id, { clientId, userId }, query);
  }

  /** @throws CountersignError `access.scope_missing`; `request.unacceptable` for a client or scopes that it cannot be for */
  async give(principal: Principal, body: NewConsent): Promise<Consent> {
    requireHeld(principal, body.scopes);
    return this.unitOfWork.run(async (transaction) => {
      const client = await this.clients.lock(transaction, principal.tenant.id, body.clientId);
      const faults = [...faultsOf(client, body), ...(await this.resourceFaults(transaction, principal, body))];
      if (client === null || faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
      const now = this.clock.now();
      const consent = await this.store.give(transaction, {
        id: randomUUID(),
        tenantId: principal.tenant.id,
        clientId: client.id,
        userId: null,
        resource: body.resource ?? apiAudienceOf(this.settings.PUBLIC_URL),
        scopes: [...new Set(body.scopes)],
        givenBy: { type: principal.actor.type, id: principal.actor.id },
        giverScopes: [...principal.scopes],
        givenAt: now,
        revokedAt: null,
      });
      await this.recorder.record(transaction, [
        consentEvent(consent, { type: 'consent.given', actor: principal.actor, now }),
      ]);
      await this.tellCovered(transaction, consent, client.name);
      return consent;
    });
  }

  /** What no token can be for nobody need consent to. */
  private async resourceFaults(
    transaction: Transaction,
    { tenant }: Principal,
    { resource }: NewConsent,
  ): Promise<Fault[]> {
    if (resource === undefined || resource === apiAudienceOf(this.settings.PUBLIC_URL)) return [];
    const known = await this.resources.resourceFor(transaction, tenant.id, resource);
    return known === null ? [{ path: '$.resource', message: 'is no API of this tenant: see /v1/oauth-resources' }] : [];
  }

  /** Mails those whom it covers, and for whom the client can do something by it. */
  private async tellCovered(transaction: Transaction, consent: Consent, client: string): Promise<void> {
    const told = new Set<string>();
    for (const scope of consent.scopes) {
      if (!isRight(scope)) continue;
      for (const user of await this.accounts.holding(transaction, consent.tenantId, scope)) {
        if (told.has(user.id) || !isCovered(consent.giverScopes, user)) continue;
        told.add(user.id);
        await this.mails.enqueue(transaction, { to: user, content: { kind: 'consent_given', client } });
      }
    }
  }

  /** @throws CountersignError `request.not_found` */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const consent = await this.store.revoke(transaction, principal.tenant.id, id, now);
      if (consent === null) throw new CountersignError('request.not_found');
      await this.recorder.record(transaction, [
        consentEvent(consent, { type: 'consent.revoked', actor: principal.actor, now }),
      ]);
    });
  }
}

function faultsOf(client: OAuthClient | null, { scopes }: NewConsent): Fault[] {
  if (client === null) return [{ path: '$.clientId', message: 'is no client of this tenant' }];
  const faults = scopes.flatMap((scope, index) =>
    client.scopes.includes(scope) || identityScopes.includes(scope)
      ? []
      : [{ path: `$.scopes[${index}]`, message: 'the client is not allowed this scope' }],
  );
  if (client.grants.includes(JWT_GRANT) && !scopes.includes('impersonation'))
    faults.push({ path: '$.scopes', message: 'the JWT Grant needs impersonation' });
  if (client.grants.every((grant) => grant === 'client_credentials'))
    faults.push({ path: '$.clientId', message: 'the client acts for no user' });
  else if (!client.grants.includes(JWT_GRANT))
    faults.push({
      path: '$.clientId',
      message: 'the client asks each user: an administrator consents to the JWT Grant only',
    });
  return faults;
}
