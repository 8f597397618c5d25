import { Injectable } from '@nestjs/common';
import type { Attempt } from '../../attempts/attempt.js';
import { AttemptStore } from '../../attempts/attempt.store.js';
import type { Lookups } from '../../database/transaction.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { type LocatedAuthentication, SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** What a login is settled against. */
export interface PresentState {
  readonly located: LocatedAuthentication;
  readonly attempt: Attempt;
  /** Whether the provider may be used now. */
  readonly usable: boolean;
}

/** Reads how things stand when a login is settled. */
@Injectable()
export class SettlementReader {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly attempts: AttemptStore,
    private readonly providers: ProviderDirectory,
  ) {}

  /**
   * @param attempt as it was consumed. Nobody has changed it or the provider since, says who settles for the first time, and the
   *   write is refused if that is wrong; `again` they are read too
   */
  async read(reading: Lookups, attempt: Attempt, again: boolean): Promise<PresentState> {
    const { tenantId, ownerId, providerId } = attempt;
    const located = await this.authentications.locate(reading, tenantId, ownerId);
    if (located === null) throw new Error(`Attempt ${attempt.id} belongs to no signer authentication`);
    if (!again) return { located, attempt, usable: true };
    const present = await this.attempts.find(reading, tenantId, attempt.id);
    if (present === null) throw new Error(`Attempt ${attempt.id} is not there any more`);
    return { located, attempt: present, usable: await this.providers.isEnabled(reading, tenantId, providerId) };
  }
}
