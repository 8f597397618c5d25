import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { EvidenceRetentionEntity } from './evidence-retention.entity.js';

/** What a tenant says about keeping and destroying. */
export interface Retention {
  /** Days until raw evidence is destroyed; null: never. */
  readonly evidenceDays: number | null;
  /** Whether an erasure, and what destroys more than now, takes a second person. */
  readonly twoPersonErasure: boolean;
}

/** What tells one state of it from another; the same values are the same state. */
export function revisionOf({ evidenceDays, twoPersonErasure }: Retention): string {
  return `${evidenceDays ?? 'kept'}-${twoPersonErasure ? 'two' : 'one'}`;
}

/** A tenant whose raw evidence is due to be destroyed. */
interface DueRetention {
  readonly tenantId: string;
  /** How many days raw evidence is kept. */
  readonly days: number;
  /** Of what happened before nothing is left. */
  readonly since: Date;
}

/** How long tenants keep raw evidence, and the evidence that is past it. */
@Injectable()
export class EvidenceRetentionStore {
  async find(reading: Reading, tenantId: string): Promise<Retention> {
    const found = await reading.getRepository(EvidenceRetentionEntity).findOneBy({ tenantId });
    return { evidenceDays: found?.days ?? null, twoPersonErasure: found?.twoPersonErasure ?? false };
  }

  async save(
    transaction: Transaction,
    tenantId: string,
    { evidenceDays: days, twoPersonErasure }: Retention,
  ): Promise<void> {
    const retentions = transaction.getRepository(EvidenceRetentionEntity);
    await retentions.upsert({ tenantId, days, twoPersonErasure }, ['tenantId']);
  }

  /** A tenant, whichever is first, for whom something is due that no other instance is at; locked until the transaction ends. */
  async lockDue(transaction: Transaction, now: Date): Promise<DueRetention | null> {
    const rows: { tenant_id: string; days: number; since: Date }[] = await transaction.query(
      `SELECT tenant_id, days, coalesce(destroyed_before,
         (SELECT min(occurred_at) FROM audit_event WHERE audit_event.tenant_id = evidence_retention.tenant_id), $1::timestamptz) AS since
       FROM evidence_retention
       WHERE days IS NOT NULL
         AND (destroyed_before IS NULL OR destroyed_before < date_trunc('day', $1::timestamptz, 'UTC') - make_interval(days => days))
       ORDER BY tenant_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    const [row] = rows;
    return row === undefined ? null : { tenantId: row.tenant_id, days: row.days, since: row.since };
  }

  /** Destroys a tenant's raw evidence of events of a time, found by their index. @returns how many pieces */
  async destroy(transaction: Transaction, tenantId: string, since: Date, before: Date): Promise<number> {
    const [, destroyed]: [unknown[], number] = await transaction.query(
      `DELETE FROM audit_evidence USING audit_event
       WHERE audit_evidence.tenant_id = $1 AND audit_event.id = audit_evidence.event_id
         AND audit_event.tenant_id = $1 AND audit_event.occurred_at >= $2 AND audit_event.occurred_at < $3`,
      [tenantId, since, before],
    );
    await transaction.getRepository(EvidenceRetentionEntity).update({ tenantId }, { destroyedBefore: before });
    return destroyed;
  }
}
