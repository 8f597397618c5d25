import { Injectable } from '@nestjs/common';
import { ActorOrigins, canBeOnePerson } from '../../../access/actor-origins.js';
import type { Principal, PrincipalActor } from '../../../access/principal.js';
import { Clock } from '../../../config/clock.js';
import type { Reading, Transaction } from '../../../database/transaction.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { CountersignError } from '../../../errors/countersign-error.js';
import { AuditRecorder } from '../../recording.js';
import { PersonEraser } from '../erase-person.js';
import { type ErasureRequest, statusAt } from '../erasure-request.js';
import { ErasureRequestStore } from '../erasure-request.store.js';
import type { ErasedPerson } from '../erasure-subject.js';
import { EvidenceRetention } from '../evidence-retention.js';
import { ErasureReplayer } from '../replay-erasures.js';
import { requestEvent } from './record-request.js';

/** What a second person does with an erasure that was asked for. */
@Injectable()
export class ErasureDecisions {
  constructor(
    private readonly requests: ErasureRequestStore,
    private readonly eraser: PersonEraser,
    private readonly retention: EvidenceRetention,
    private readonly replayer: ErasureReplayer,
    private readonly origins: ActorOrigins,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Erases what was asked for.
   * @throws CountersignError `request.not_found`, `erasure.request_ended`, `erasure.same_person`, `people.last_administrator`
   */
  async confirm(principal: Principal, id: string): Promise<ErasureRequest> {
    const confirmed = await this.decide(principal, id, async (transaction, request, now) => {
      await this.judgeSecondPerson(transaction, principal, request);
      await this.audit.record(transaction, [requestEvent('erasure.confirmed', request, principal.actor, now)]);
      const erasureId = await this.carryOut(transaction, principal, request);
      // Once the person is erased, which has superseded every request about them, this one too.
      const ending = { status: 'confirmed', decidedBy: principal.actor, decidedAt: now, erasureId } as const;
      await this.requests.end(transaction, request, ending);
      return { ...request, ...ending };
    });
    await this.replayer.run();
    return confirmed;
  }

  /** Anybody may, whoever asked too. @throws CountersignError `request.not_found`, `erasure.request_ended` */
  async refuse(principal: Principal, id: string): Promise<ErasureRequest> {
    return this.decide(principal, id, async (transaction, request, now) => {
      const ending = { status: 'refused', decidedBy: principal.actor, decidedAt: now } as const;
      await this.requests.end(transaction, request, ending);
      await this.audit.record(transaction, [requestEvent('erasure.refused', request, principal.actor, now)]);
      return { ...request, ...ending };
    });
  }

  /** Whether somebody may confirm what was asked for. */
  async mayConfirm(reading: Reading, { tenant, actor }: Principal, request: ErasureRequest): Promise<boolean> {
    if (statusAt(request, this.clock.now()) !== 'pending') return false;
    return !(await this.canBeOnePerson(reading, tenant.id, actor, request.requestedBy));
  }

  private async decide(
    { tenant }: Principal,
    id: string,
    work: (transaction: Transaction, request: ErasureRequest, now: Date) => Promise<ErasureRequest>,
  ): Promise<ErasureRequest> {
    return this.unitOfWork.run(async (transaction) => {
      const request = await this.requests.lock(transaction, tenant.id, id);
      if (request === null) throw new CountersignError('request.not_found');
      const now = this.clock.now();
      const status = statusAt(request, now);
      if (status !== 'pending') throw new CountersignError('erasure.request_ended', { detail: `It is ${status}` });
      return work(transaction, request, now);
    });
  }

  private async judgeSecondPerson(
    reading: Reading,
    { tenant, actor }: Principal,
    { requestedBy }: ErasureRequest,
  ): Promise<void> {
    if (!(await this.canBeOnePerson(reading, tenant.id, actor, requestedBy))) return;
    const same = actor.type === requestedBy.type && actor.id === requestedBy.id;
    throw new CountersignError('erasure.same_person', {
      detail: same
        ? 'You have asked for it yourself'
        : 'What asked for it and what you confirm it with can be in the hands of one person',
    });
  }

  private async canBeOnePerson(
    reading: Reading,
    tenantId: string,
    one: PrincipalActor,
    other: PrincipalActor,
  ): Promise<boolean> {
    return canBeOnePerson(
      await this.origins.behind(reading, tenantId, one),
      await this.origins.behind(reading, tenantId, other),
    );
  }

  /** @returns the id of the erasure; null where nobody was erased */
  private async carryOut(
    transaction: Transaction,
    principal: Principal,
    { subject }: ErasureRequest,
  ): Promise<string | null> {
    if (subject.kind === 'retention') {
      await this.retention.set(transaction, principal, subject);
      return null;
    }
    const { id } = await this.eraser.erase(transaction, principal, personOf(subject));
    return id;
  }
}

/** As long as a request waits, it knows the address. */
function personOf(subject: Exclude<ErasureRequest['subject'], { readonly kind: 'retention' }>): ErasedPerson {
  if (subject.kind === 'user') return subject;
  const { recipientEmail } = subject;
  if (recipientEmail === null) throw new Error('A request that waits has lost whom it is about');
  return { ...subject, recipientEmail };
}
