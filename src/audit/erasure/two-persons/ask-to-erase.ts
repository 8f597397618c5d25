import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/principal.js';
import { Clock } from '../../../config/clock.js';
import type { Transaction } from '../../../database/transaction.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { CountersignError } from '../../../errors/countersign-error.js';
import { judgeIfMatch } from '../../../http/entity-tag.js';
import { AuditRecorder } from '../../recording.js';
import { PersonEraser } from '../erase-person.js';
import type { Erasure } from '../erasure.store.js';
import { CONFIRM_WITHIN_DAYS, type ErasureRequest, statusAt } from '../erasure-request.js';
import { ErasureRequestStore } from '../erasure-request.store.js';
import { destroysMore, type ErasedPerson, type ErasureSubject } from '../erasure-subject.js';
import { EvidenceRetention } from '../evidence-retention.js';
import { EvidenceRetentionStore, type Retention, revisionOf } from '../evidence-retention.store.js';
import { ErasureReplayer } from '../replay-erasures.js';
import { ErasureRequestExpiry } from './expire-requests.job.js';
import { requestEvent } from './record-request.js';

const DAY = 86_400_000;

/** Left out stays as it is. */
interface RetentionChange extends Pick<Retention, 'evidenceDays'> {
  readonly twoPersonErasure?: boolean | undefined;
}

/** What became of something asked for: it is done, or another person has to confirm it. */
type Asked<Done> = { readonly done: Done } | { readonly request: ErasureRequest };

/**
 * The one way to everything that somebody can have destroyed. Where the tenant wants two people for it, it is only asked for here,
 * and done by whoever confirms (`decide-erasures.ts`).
 */
@Injectable()
export class ErasureAsking {
  constructor(
    private readonly eraser: PersonEraser,
    private readonly retention: EvidenceRetention,
    private readonly retentions: EvidenceRetentionStore,
    private readonly requests: ErasureRequestStore,
    private readonly expiry: ErasureRequestExpiry,
    private readonly replayer: ErasureReplayer,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`, `people.last_administrator`, `erasure.already_requested` */
  async erase(principal: Principal, person: ErasedPerson): Promise<Asked<Erasure>> {
    const { tenant } = principal;
    const asked = await this.unitOfWork.run(async (transaction): Promise<Asked<Erasure>> => {
      const { twoPersonErasure } = await this.retentions.find(transaction, tenant.id);
      if (!twoPersonErasure) return { done: await this.eraser.erase(transaction, principal, person) };
      const dataKeyIds = await this.eraser.dataKeysOf(transaction, principal, person);
      return { request: await this.ask(transaction, principal, person, dataKeyIds) };
    });
    if ('done' in asked) await this.replayer.run();
    return asked;
  }

  /** @throws CountersignError `erasure.already_requested`, `request.precondition_failed` */
  async changeRetention(
    principal: Principal,
    ifMatch: string | undefined,
    { evidenceDays, twoPersonErasure }: RetentionChange,
  ): Promise<Asked<Retention>> {
    return this.unitOfWork.run(async (transaction) => {
      const before = await this.retentions.find(transaction, principal.tenant.id);
      judgeIfMatch(ifMatch, revisionOf(before), false);
      const after = { evidenceDays, twoPersonErasure: twoPersonErasure ?? before.twoPersonErasure };
      if (before.twoPersonErasure && destroysMore(before, after))
        return { request: await this.ask(transaction, principal, { kind: 'retention', ...after }, []) };
      await this.retention.set(transaction, principal, after);
      return { done: after };
    });
  }

  private async ask(
    transaction: Transaction,
    { tenant, actor }: Principal,
    subject: ErasureSubject,
    dataKeyIds: readonly string[],
  ): Promise<ErasureRequest> {
    const now = this.clock.now();
    const waiting = await this.requests.lockWaiting(transaction, tenant.id, subject, dataKeyIds);
    if (waiting !== null && statusAt(waiting, now) === 'pending')
      throw new CountersignError('erasure.already_requested', { detail: `Request ${waiting.id} waits` });
    if (waiting !== null) await this.expiry.expire(transaction, waiting, now);
    const request = {
      id: randomUUID(),
      tenantId: tenant.id,
      subject,
      status: 'pending' as const,
      requestedBy: actor,
      requestedAt: now,
      expiresAt: new Date(now.getTime() + CONFIRM_WITHIN_DAYS * DAY),
      decidedBy: null,
      decidedAt: null,
      erasureId: null,
      dataKeyIds,
    };
    await this.requests.insert(transaction, request);
    await this.audit.record(transaction, [requestEvent('erasure.requested', request, actor, now)]);
    return request;
  }
}
