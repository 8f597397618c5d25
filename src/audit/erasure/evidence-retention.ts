import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { AuditRecorder } from '../recording.js';

const DAY = 86_400_000;

interface RetentionRow {
  readonly tenant_id: string;
  readonly days: number;
  readonly destroyed_before: Date | null;
}

/** Up to when raw evidence is destroyed: whole days, so that the work is done once a day. */
export function destroyBefore(now: Date, days: number): Date {
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
    private readonly audit: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** Days until raw evidence of a tenant is destroyed; null: never. */
  async read(tenantId: string): Promise<number | null> {
    const rows: { days: number | null }[] = await this.unitOfWork.reading.query(
      'SELECT days FROM evidence_retention WHERE tenant_id = $1',
      [tenantId],
    );
    return rows[0]?.days ?? null;
  }

  async set(tenantId: string, days: number | null): Promise<void> {
    await this.unitOfWork.run((transaction) =>
      transaction.query(
        `INSERT INTO evidence_retention (tenant_id, days) VALUES ($1, $2)
         ON CONFLICT (tenant_id) DO UPDATE SET days = EXCLUDED.days`,
        [tenantId, days],
      ),
    );
  }

  /** @returns for how many tenants something was due */
  async run(): Promise<number> {
    let count = 0;
    while (await this.unitOfWork.run((transaction) => this.takeOne(transaction))) count += 1;
    return count;
  }

  private async takeOne(transaction: Transaction): Promise<boolean> {
    const now = this.clock.now();
    const rows: RetentionRow[] = await transaction.query(
      `SELECT tenant_id, days, destroyed_before FROM evidence_retention
       WHERE days IS NOT NULL
         AND (destroyed_before IS NULL OR destroyed_before < date_trunc('day', $1::timestamptz, 'UTC') - make_interval(days => days))
       ORDER BY tenant_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    const due = rows[0];
    if (due === undefined) return false;
    const before = destroyBefore(now, due.days);
    const [, destroyed]: [unknown[], number] = await transaction.query(
      `DELETE FROM audit_evidence USING audit_event
       WHERE audit_evidence.tenant_id = $1 AND audit_event.id = audit_evidence.event_id AND audit_event.occurred_at < $2`,
      [due.tenant_id, before],
    );
    await transaction.query('UPDATE evidence_retention SET destroyed_before = $2 WHERE tenant_id = $1', [
      due.tenant_id,
      before,
    ]);
    if (destroyed > 0) {
      await this.audit.record(transaction, [
        {
          tenantId: due.tenant_id,
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
