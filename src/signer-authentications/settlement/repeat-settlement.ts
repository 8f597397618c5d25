import { Injectable } from '@nestjs/common';
import type { Attempt } from '../../attempts/attempt.js';
import type { Settlement } from '../../attempts/attempt-owner.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { HANDBACK_SECONDS } from '../stores/handback.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { SettlementShaper, settlementContext } from './shape-settlement.js';

/**
 * Says where an attempt stands when its callback comes again: reloaded, sent twice, or after the first answer was lost. The
 * browser has proved by its binding cookie that it started the attempt, so shortly after the end it may be handed back again.
 */
@Injectable()
export class SettlementRepeater {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly settlements: SettlementShaper,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  repeat(attempt: Attempt): Promise<Settlement> {
    return this.unitOfWork.run((transaction) => this.repeatIn(transaction, attempt));
  }

  private async repeatIn(transaction: Transaction, attempt: Attempt): Promise<Settlement> {
    const now = this.clock.now();
    const authentication = await this.authentications.find(transaction, attempt.tenantId, attempt.ownerId);
    if (authentication === null) throw new Error(`Attempt ${attempt.id} belongs to no signer authentication`);
    const context = settlementContext(authentication);
    if (attempt.status === 'exchanging' && attempt.deadlineAt > now) return { kind: 'working', ...context };
    const { status } = authentication;
    const endedHere = attempt.status === 'succeeded' || (attempt.status === 'failed' && status === 'failed');
    if (endedHere && (status === 'succeeded' || status === 'failed')) {
      const message = status === 'succeeded' ? 'link_completed' : 'attempts_exhausted';
      const recently = attempt.endedAt !== null && now.getTime() - attempt.endedAt.getTime() < HANDBACK_SECONDS * 1000;
      if (!recently) return { kind: 'result', status, message, ...context };
      const { settlement, writes } = this.settlements.ended(authentication, status, message, null, now);
      await writeTogether(transaction, writes, authentication.id);
      return settlement;
    }
    return this.settlements.tryAgain(
      transaction,
      authentication,
      attempt.failure?.code ?? 'callback.attempt_abandoned',
      now,
    );
  }
}
