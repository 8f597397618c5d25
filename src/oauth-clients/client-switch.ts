import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Transaction } from '../database/transaction.js';
import { type ClientDetails, ClientDetailsReader } from './client-details.js';
import { ClientLock } from './client-lock.js';
import { ClientTrail } from './client-trail.js';
import { type OAuthClient, switched } from './oauth-client.js';
import { OAuthClientStore } from './oauth-client.store.js';

/**
 * Stops clients and lets them go on. What a client had of access tokens when it was stopped is over for good; refresh tokens and
 * consents wait for it, so that no user has to connect it anew. An emergency switch must not lose a race: `If-Match` is not needed.
 */
@Injectable()
export class ClientSwitch {
  constructor(
    private readonly lock: ClientLock,
    private readonly store: OAuthClientStore,
    private readonly details: ClientDetailsReader,
    private readonly trail: ClientTrail,
  ) {}

  /** Whoever may change clients may stop each: that hands out nothing. @throws CountersignError those of `ClientLock.hold` */
  disable(principal: Principal, id: string, ifMatch: string | undefined): Promise<ClientDetails> {
    return this.lock.hold(principal, id, { ifMatch, needed: false }, (transaction, client, now) =>
      this.set(transaction, { principal, client, now }, false),
    );
  }

  /** @throws CountersignError those of `ClientLock.holdWithRights` */
  enable(principal: Principal, id: string, ifMatch: string | undefined): Promise<ClientDetails> {
    return this.lock.holdWithRights(principal, id, ifMatch, (transaction, client, now) =>
      this.set(transaction, { principal, client, now }, true),
    );
  }

  /** A client that is so already stays at its revision. */
  private async set(
    transaction: Transaction,
    { principal, client, now }: { readonly principal: Principal; readonly client: OAuthClient; readonly now: Date },
    enabled: boolean,
  ): Promise<ClientDetails> {
    if (client.enabled === enabled) return this.details.read(transaction, client);
    const changed = { ...switched(client, enabled), revision: client.revision + 1, updatedAt: now };
    await this.store.update(transaction, changed);
    const type = enabled ? 'oauth_client.enabled' : 'oauth_client.disabled';
    await this.trail.record(transaction, principal, changed, type);
    return this.details.read(transaction, changed);
  }
}
