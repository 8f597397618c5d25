import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { AuditRecorder } from '../recording.js';
import { EvidenceRetentionStore, type Retention } from './evidence-retention.store.js';

const DAY = 86_400_000;
/** Of so many days evidence is destroyed in one transaction: who sets a retention after years has millions of pieces. */
const DAYS_AT_ONCE = 30;

/** Up to when raw evidence is destroyed: whole days, so that the work is done once a day. */
function destroyBefore(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / DAY) * DAY - days * DAY);
}

/**
 * Destroys raw evidence (ID tokens, keys, resource bodies) once a tenant's retention has passed. Leaves, digests and values of
 * fields stay. A tenant is taken under a row lock, so of several instances one does the work, and a crash leaves it to the next run.
 */
@Injectable()
export class EvidenceRetention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly retentions: EvidenceRetentionStore,
    private readonly audit: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** From the next run on; the trail says who wanted it, and what was before. */
  async set(transaction: Transaction, { tenant, actor }: Principal, retention: Retention): Promise<void> {
    const tenantId = tenant.id;
    const { evidenceDays, twoPersonErasure } = retention;
    const before = await this.retentions.find(transaction, tenantId);
    if (before.evidenceDays === evidenceDays && before.twoPersonErasure === twoPersonErasure) return;
    await this.retentions.save(transaction, tenantId, retention);
    await this.audit.record(transaction, [
      {
        tenantId,
        stream: 'tenant',
        type: 'retention.changed',
        occurredAt: this.clock.now(),
        actor,
        correlationId: correlationId(),
        data: {
          evidenceDays,
          before: before.evidenceDays,
          twoPersonErasure,
          twoPersonErasureBefore: before.twoPersonErasure,
        },
      },
    ]);
  }

  /** @returns how often something was due: once for each tenant, oftener where more than a month is */
  async run(): Promise<number> {
    let count = 0;
    while (await this.unitOfWork.runPatiently((transaction) => this.takeOne(transaction))) count += 1;
    return count;
  }

  private async takeOne(transaction: Transaction): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.retentions.lockDue(transaction, now);
    if (due === null) return false;
    const before = new Date(Math.min(destroyBefore(now, due.days).getTime(), due.since.getTime() + DAYS_AT_ONCE * DAY));
    const destroyed = await this.retentions.destroy(transaction, due.tenantId, due.since, before);
    if (destroyed > 0) {
      await this.audit.record(transaction, [
        {
          tenantId: due.tenantId,
          stream: 'tenant',
          type: 'evidence.destroyed',
          occurredAt: now,
          actor: { type: 'system', id: 'evidence-retention' },
          correlationId: correlationId(),
          data: { before: before.toISOString(), days: due.days, pieces: destroyed },
        },
      ]);
    }
    return true;
  }
}
