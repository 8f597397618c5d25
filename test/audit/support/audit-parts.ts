import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../../migrations/index.js';
import { EnvelopeStreams } from '../../../src/audit/envelope-streams.js';
import { DatabaseAuditRecorder } from '../../../src/audit/recorder/database-audit-recorder.js';
import type { AuditEventInput } from '../../../src/audit/recording.js';
import { Clock } from '../../../src/config/clock.js';
import { type Database, openDatabase } from '../../../src/database/open-database.js';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { DataKeys } from '../../../src/secrets/data-keys.js';
import { Sealing } from '../../../src/secrets/sealing.js';

/** The parts of the audit feature on a database of their own, as the service wires them. */
export class AuditParts {
  readonly unitOfWork: UnitOfWork;
  readonly clock = new Clock();
  readonly dataKeys: DataKeys;
  readonly recorder: DatabaseAuditRecorder;
  readonly streams = new EnvelopeStreams();
  readonly tenantId = randomUUID();

  private constructor(
    readonly database: Database,
    readonly directory: string,
    readonly sealing: Sealing,
  ) {
    this.unitOfWork = new UnitOfWork(database.dataSource);
    this.dataKeys = new DataKeys(sealing);
    this.recorder = new DatabaseAuditRecorder(this.dataKeys, this.clock);
  }

  /** @param url a PostgreSQL server's database; null: an embedded one */
  static async open(url: string | null, poolSize = 10): Promise<AuditParts> {
    const directory = mkdtempSync(join(tmpdir(), 'countersign-audit-'));
    const parts = new AuditParts(
      await openDatabase(
        {
          DATABASE_URL: url ?? undefined,
          MIGRATION_DATABASE_URL: undefined,
          DATABASE_POOL_SIZE: poolSize,
          DATA_DIR: directory,
        },
        { entities: [], migrations },
      ),
      directory,
      new Sealing([randomBytes(32)]),
    );
    await parts.makeTenant(parts.tenantId);
    return parts;
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async makeTenant(id: string): Promise<void> {
    await this.database.dataSource.query(
      'INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, $2, $2, now())',
      [id, `t-${id}`],
    );
  }

  /** Opens an envelope's stream and records events into it, in one transaction. */
  async record(envelopeId: string, events: readonly Partial<AuditEventInput>[]) {
    return this.unitOfWork.run(async (transaction) => {
      const { id } = await this.streams.open(transaction, this.tenantId, envelopeId);
      return this.recorder.record(
        transaction,
        events.map((event) => ({ ...this.event({ envelopeId: id }), ...event })),
      );
    });
  }

  async makeDataKey(): Promise<string> {
    return this.unitOfWork.run(
      async (transaction) => (await this.dataKeys.create(transaction, this.tenantId, this.clock.now())).id,
    );
  }

  event(stream: AuditEventInput['stream']): AuditEventInput {
    return {
      tenantId: this.tenantId,
      stream,
      type: 'attempt.started',
      occurredAt: this.clock.now(),
      actor: { type: 'system', id: 'test' },
      correlationId: randomUUID(),
      data: {},
    };
  }
}
