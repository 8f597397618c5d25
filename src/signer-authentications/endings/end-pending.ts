import { Injectable } from '@nestjs/common';
import { asking } from '../../access/confirm-along.js';
import type { Principal } from '../../access/principal.js';
import { AttemptStore } from '../../attempts/attempt.store.js';
import type { Actor, AuditEventInput } from '../../audit/recording.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { isDatabaseUnavailable } from '../../database/unavailable.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { cancelledEvent, expiredEvent } from '../events/end-events.js';
import { shapeOutcome } from '../shape-outcome.js';
import { isOverdue, type SignerAuthentication } from '../signer-authentication.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

const BATCH = 100;

/** Ends signer authentications that no login has ended: cancelled by the workflow, or expired. */
@Injectable()
export class PendingEnder {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly attempts: AttemptStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`, or `request.conflict` when it has ended otherwise; cancelling twice is no fault */
  async cancel(tenantId: string, id: string, actor: Actor): Promise<SignerAuthentication> {
    await this.expireFound(this.unitOfWork.lookups, tenantId, id);
    const present = await this.end(tenantId, id, 'cancelled', (authentication, now) =>
      cancelledEvent(authentication, actor, now),
    );
    if (present === null) throw new CountersignError('request.not_found');
    if (present.status !== 'cancelled')
      throw new CountersignError('request.conflict', { detail: `It has ended: its status is ${present.status}` });
    return present;
  }

  /** Ends it when its time has passed. @returns it as it stands then, or null when there is none */
  expire(principal: Principal, id: string): Promise<SignerAuthentication | null> {
    return this.expireFound(asking(principal, this.unitOfWork.lookups), principal.tenant.id, id);
  }

  private async expireFound(reading: Lookups, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    const found = await this.authentications.find(reading, tenantId, id);
    if (found === null || !isOverdue(found, this.clock.now())) return found;
    return this.end(tenantId, id, 'expired', expiredEvent);
  }

  /**
   * Ends all whose time has passed. Several instances may run it. One that cannot be ended, e.g. because what is sealed in it does not
   * open, keeps none of the others waiting.
   * @returns how many were ended
   * @throws AggregateError when all the others have been
   */
  async expireOverdue(): Promise<number> {
    let count = 0;
    const faults = new Map<string, unknown>();
    for (;;) {
      const limit = BATCH + faults.size;
      const overdue = await this.authentications.overdue(this.unitOfWork.reading, this.clock.now(), limit);
      for (const { tenantId, id } of overdue.filter((one) => !faults.has(one.id))) {
        try {
          await this.end(tenantId, id, 'expired', expiredEvent);
          count += 1;
        } catch (error) {
          if (isDatabaseUnavailable(error)) throw error;
          faults.set(id, error);
        }
      }
      if (overdue.length < limit) break;
    }
    if (faults.size === 0) return count;
    throw new AggregateError(
      faults.values(),
      `Signer authentications cannot be ended: ${[...faults.keys()].join(', ')}`,
    );
  }

  private end(
    tenantId: string,
    id: string,
    status: 'cancelled' | 'expired',
    eventOf: (authentication: SignerAuthentication, now: Date) => AuditEventInput,
  ): Promise<SignerAuthentication | null> {
    return this.unitOfWork.run(async (transaction) => {
      const authentication = await this.authentications.lock(transaction, tenantId, id);
      if (authentication === null || authentication.status !== 'pending') return authentication;
      const now = this.clock.now();
      await writeTogether(transaction, [this.attempts.abandonOpen(tenantId, id, now)], id);
      const [recorded] = await this.audit.record(transaction, [eventOf(authentication, now)]);
      const recipient = authentication.details?.recipient ?? null;
      const code = status === 'expired' ? 'sign_in.expired' : 'sign_in.cancelled';
      const outcome = shapeOutcome({
        attempt: null,
        trip: null,
        judgement: null,
        recipient,
        propagatedTo: [],
        failure: { code, detail: '' },
        recorded: recorded ?? null,
      });
      await this.authentications.end(transaction, authentication, { status, outcome, now });
      return this.authentications.find(transaction, tenantId, id);
    });
  }
}
