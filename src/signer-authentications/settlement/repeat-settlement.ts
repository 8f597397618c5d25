import { Injectable } from '@nestjs/common';
import { type Attempt, isExchanging } from '../../attempts/attempt.js';
import type { RepeatedSettlement } from '../../attempts/attempt-owner.js';
import type { Lookups } from '../../database/transaction.js';
import { HANDBACK_SECONDS } from '../stores/handback.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { SettlementShaper, settlementContext } from './shape-settlement.js';

/**
 * Says where an attempt stands when its callback comes again: sent twice, or after the first answer was lost. The browser has
 * proved by its binding cookie that it started the attempt, so shortly after the end it may be handed back again.
 */
@Injectable()
export class SettlementRepeater {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly settlements: SettlementShaper,
  ) {}

  async repeat(reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement> {
    const authentication = await this.authentications.find(reading, attempt.tenantId, attempt.ownerId);
    if (authentication === null) throw new Error(`Attempt ${attempt.id} belongs to no signer authentication`);
    const context = settlementContext(authentication);
    if (isExchanging(attempt, now)) {
      const page = { name: 'already-received', standing: 'working' } as const;
      return { settlement: { kind: 'page', page, ...context }, writes: [] };
    }
    const { status } = authentication;
    const endedHere = attempt.status === 'succeeded' || (attempt.status === 'failed' && status === 'failed');
    if (endedHere && (status === 'succeeded' || status === 'failed')) {
      const message = status === 'succeeded' ? 'link_completed' : 'attempts_exhausted';
      const recently = attempt.endedAt !== null && now.getTime() - attempt.endedAt.getTime() < HANDBACK_SECONDS * 1000;
      if (recently) return this.settlements.ended(authentication, status, message, null, now);
      return { settlement: { kind: 'page', page: { name: 'result', status, message }, ...context }, writes: [] };
    }
    const code = attempt.failure?.code ?? 'callback.attempt_abandoned';
    return { settlement: await this.settlements.tryAgain(reading, authentication, code, now), writes: [] };
  }
}
