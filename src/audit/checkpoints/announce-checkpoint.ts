import { Injectable } from '@nestjs/common';
import { DEFAULT_TENANT } from '../../access/default-tenant.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { AuditRecorder } from '../recording.js';
import { ANNOUNCEMENT, AnnouncementStore } from './announcement.store.js';
import type { SignedCheckpoint } from './publish-checkpoint.js';

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
    private readonly announcements: AnnouncementStore,
    private readonly clock: Clock,
  ) {}

  async announce({ origin, size, root }: SignedCheckpoint): Promise<void> {
    const tenant = await this.tenants.findByName(DEFAULT_TENANT, this.unitOfWork.reading);
    if (tenant === null) return;
    const due = async (reading: Reading): Promise<boolean> => {
      const last = await this.announcements.last(reading, tenant.id);
      if (last === null) return true;
      // Its own leaf follows what it announced.
      return size > last.size + 1 && this.clock.now().getTime() - last.at.getTime() >= AT_MOST_EVERY;
    };
    if (!(await due(this.unitOfWork.reading))) return;
    await this.unitOfWork.run(async (transaction) => {
      await this.announcements.lock(transaction);
      if (!(await due(transaction))) return;
      await this.recorder.record(transaction, [
        {
          tenantId: tenant.id,
          stream: 'tenant',
          type: ANNOUNCEMENT,
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
    return this.announcements.isAlone(reading, size);
  }
}
