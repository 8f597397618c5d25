import { Logger } from '@nestjs/common';
import { auditEntities } from '../audit/audit.entities.js';
import { LastCheckStore } from '../audit/check/last-check.store.js';
import { CheckpointStore } from '../audit/checkpoints/checkpoint.store.js';
import { loadCheckpointKeys } from '../audit/checkpoints/checkpoint-keys.js';
import { PromiseStore } from '../audit/checkpoints/promise.store.js';
import { CheckpointPublisher } from '../audit/checkpoints/publish-checkpoint.js';
import { CheckpointFile } from '../audit/checkpoints/published-checkpoint.js';
import { TreeStore } from '../audit/sequencer/tree.store.js';
import type { Settings } from '../config/settings.js';
import { openDatabase } from '../database/open-database.js';
import { TIME_LIMITS } from '../database/time-limits.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DataKeys } from '../secrets/data-keys.js';
import { sealingFrom } from '../secrets/secrets.module.js';

/** The parts of the audit feature that commands use, without the service around them. */
export interface AuditTools {
  readonly settings: Settings;
  readonly unitOfWork: UnitOfWork;
  readonly checkpoints: CheckpointStore;
  readonly publisher: CheckpointPublisher;
  readonly published: CheckpointFile;
  readonly keys: ReturnType<typeof loadCheckpointKeys>;
  readonly dataKeys: DataKeys;
  readonly lastChecks: LastCheckStore;
}

/** Opens the database as it is, without migrating it, for the time of `work`. */
export async function withAuditTools<T>(settings: Settings, work: (tools: AuditTools) => Promise<T>): Promise<T> {
  // On standard output stands the answer, and nothing else.
  Logger.overrideLogger(['error', 'fatal']);
  const database = await openDatabase(
    settings,
    { entities: auditEntities, migrations: [] },
    { statementLimit: TIME_LIMITS.batch },
  );
  try {
    const unitOfWork = new UnitOfWork(database.dataSource);
    const checkpoints = new CheckpointStore();
    const published = CheckpointFile.from(settings);
    const keys = loadCheckpointKeys(settings);
    return await work({
      settings,
      unitOfWork,
      checkpoints,
      published,
      keys,
      publisher: new CheckpointPublisher(keys, published, new TreeStore(), checkpoints, new PromiseStore(), unitOfWork),
      lastChecks: new LastCheckStore(),
      dataKeys: new DataKeys(sealingFrom(settings)),
    });
  } finally {
    await database.close();
  }
}
