import { Injectable } from '@nestjs/common';
import { Clock } from '../../../config/clock.js';
import type { Transaction } from '../../../database/transaction.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { RepeatedJob } from '../../../jobs/repeated-job.js';
import { AuditRecorder } from '../../recording.js';
import type { ErasureRequest } from '../erasure-request.js';
import { ErasureRequestStore } from '../erasure-request.store.js';
import { requestEvent } from './record-request.js';

const TEN_MINUTES = 600_000;

const ACTOR = { type: 'system', id: 'erasure-requests' } as const;

/** Ends what nobody has confirmed in time, at start and every ten minutes. */
@Injectable()
export class ErasureRequestExpiry extends RepeatedJob {
  constructor(
    private readonly requests: ErasureRequestStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(TEN_MINUTES);
  }

  /** All that are due, of all tenants. */
  override async work(): Promise<void> {
    while (await this.unitOfWork.run((transaction) => this.expireOne(transaction)));
  }

  /** @param request is locked, and due */
  async expire(transaction: Transaction, request: ErasureRequest, now: Date): Promise<void> {
    await this.requests.end(transaction, request, { status: 'expired' });
    await this.audit.record(transaction, [requestEvent('erasure.expired', request, ACTOR, now)]);
  }

  private async expireOne(transaction: Transaction): Promise<boolean> {
    const now = this.clock.now();
    const request = await this.requests.lockExpired(transaction, now);
    if (request !== null) await this.expire(transaction, request, now);
    return request !== null;
  }
}
