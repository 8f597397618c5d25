import { Injectable } from '@nestjs/common';
import { DEFAULT_TENANT } from '../../access/default-tenant.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { readLeaf } from '../format/leaf.schema.js';
import { AuditRecorder } from '../recording.js';
import type { SignedCheckpoint } from './publish-checkpoint.js';

const TYPE = 'checkpoint.published';
/** Milliseconds between two such events. */
const AT_MOST_EVERY = 60_000;

/**
 * Records that the log was signed, in the stream of tenant `default`, at most once a minute over all instances, and never because
 * only this very event was added: an idle log comes to rest.
 */
@Injectable()
export class CheckpointAnnouncer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: AuditRecorder,
    private readonly tenants: TenantStore,
    private readonly clock: Clock,
  ) {}

  async announce({ origin, size, root }: SignedCheckpoint): Promise<void> {
    const tenant = await this.tenants.findByName(DEFAULT_TENANT, this.unitOfWork.reading);
    if (tenant === null) return;
    const due = async (reading: Reading): Promise<boolean> => {
      const last = await this.last(reading, tenant.id);
      if (last === null) return true;
      // Its own leaf follows what it announced.
      return size > last.size + 1 && this.clock.now().getTime() - last.at.getTime() >= AT_MOST_EVERY;
    };
    if (!(await due(this.unitOfWork.reading))) return;
    await this.unitOfWork.run(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [TYPE]);
      if (!(await due(transaction))) return;
      await this.recorder.record(transaction, [
        {
          tenantId: tenant.id,
          stream: 'tenant',
          type: TYPE,
          occurredAt: this.clock.now(),
          actor: { type: 'system', id: 'audit-log' },
          correlationId: correlationId(),
          data: { origin, size, root: root.toString('hex') },
        },
      ]);
    });
  }

  /** Whether nothing but an announcement was added since a size of the log. */
  async isAlone(reading: Reading, size: number): Promise<boolean> {
    const rows: { type: string }[] = await reading.query(
      `SELECT event.type FROM audit_leaf AS leaf JOIN audit_event AS event ON event.id = leaf.event_id
       WHERE leaf.index >= $1 ORDER BY leaf.index LIMIT 2`,
      [size],
    );
    return rows.length === 1 && rows[0]?.type === TYPE;
  }

  private async last(reading: Reading, tenantId: string): Promise<{ readonly size: number; readonly at: Date } | null> {
    const rows: { leaf: string; occurred_at: Date }[] = await reading.query(
      `SELECT leaf, occurred_at FROM audit_event WHERE tenant_id = $1 AND type = $2 ORDER BY occurred_at DESC, id DESC LIMIT 1`,
      [tenantId, TYPE],
    );
    const [row] = rows;
    return row === undefined ? null : { size: Number(readLeaf(row.leaf).data['size']), at: row.occurred_at };
  }
}
