import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { migrations } from '../../../migrations/index.js';
import { auditEntities } from '../../../src/audit/audit.entities.js';
import type { AccountedErasures } from '../../../src/audit/check/accounted-for.js';
import { type AuditCheckReport, auditCheck } from '../../../src/audit/check/audit-check.js';
import type { CheckMark } from '../../../src/audit/check/check-mark.js';
import { sealedOf } from '../../../src/audit/check/check-sealed.js';
import { checkSlices } from '../../../src/audit/check/check-slices.js';
import { checkStreams } from '../../../src/audit/check/check-streams.js';
import type { HeldNote } from '../../../src/audit/check/held-roots.js';
import { CheckpointStore } from '../../../src/audit/checkpoints/checkpoint.store.js';
import {
  type CheckpointKeys,
  makeCheckpointKey,
  parseCheckpointKeys,
} from '../../../src/audit/checkpoints/checkpoint-keys.js';
import { PromiseStore } from '../../../src/audit/checkpoints/promise.store.js';
import { CheckpointPublisher } from '../../../src/audit/checkpoints/publish-checkpoint.js';
import { CheckpointFile } from '../../../src/audit/checkpoints/published-checkpoint.js';
import type { Checkpoint } from '../../../src/audit/log/checkpoint.js';
import { verifierKeyOf } from '../../../src/audit/log/signed-note.js';
import { DatabaseAuditRecorder } from '../../../src/audit/recorder/database-audit-recorder.js';
import type { AuditEventInput } from '../../../src/audit/recording.js';
import { hasWork } from '../../../src/audit/sequencer/leader-state.js';
import { readLogState } from '../../../src/audit/sequencer/log-state.js';
import { sequenceEvents } from '../../../src/audit/sequencer/sequence-events.js';
import { TreeStore } from '../../../src/audit/sequencer/tree.store.js';
import type { FindDataKeys } from '../../../src/audit/trail/open-sealed.js';
import { SealedStore } from '../../../src/audit/trail/sealed.store.js';
import { Clock } from '../../../src/config/clock.js';
import type { Settings } from '../../../src/config/settings.js';
import { type Database, openDatabase } from '../../../src/database/open-database.js';
import { type OpenSnapshot, readSnapshot } from '../../../src/database/snapshot-elsewhere.js';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { writeTogether } from '../../../src/database/write-together.js';
import { DataKeys } from '../../../src/secrets/data-keys.js';
import { Sealing } from '../../../src/secrets/sealing.js';
import { startPostgresqlInThisThread } from '../../support/database/postgresql-in-this-thread.js';
import { copyInitialisedDatabase } from '../../support/database/template.js';
import { builtModules } from '../../support/service-build.js';
import { openStream } from './open-stream.js';

function openAt(url: string | null, directory: string, poolSize: number): Promise<Database> {
  return openDatabase(
    {
      DATABASE_URL: url ?? undefined,
      MIGRATION_DATABASE_URL: undefined,
      DATABASE_POOL_SIZE: poolSize,
      DATA_DIR: directory,
    },
    { entities: auditEntities, migrations },
    { starting: url === null ? startPostgresqlInThisThread(directory) : undefined },
  );
}

/** The log's name in these tests. */
export const ORIGIN = 'sign.example/log';

const unseen = (): void => undefined;

/** How long events wait for transactions that began before them. */
const LONGEST_WAIT = 30_000;

/** The parts of the audit feature on a database of their own, as the service wires them. */
export class AuditParts {
  readonly unitOfWork: UnitOfWork;
  readonly sealing: Sealing;
  readonly clock = new Clock();
  readonly dataKeys: DataKeys;
  readonly recorder: DatabaseAuditRecorder;
  readonly checkpoints = new CheckpointStore();
  readonly keys: CheckpointKeys;
  readonly published: CheckpointFile;
  readonly publisher: CheckpointPublisher;
  readonly sealed: SealedStore;

  private constructor(
    readonly database: Database,
    readonly directory: string,
    readonly tenantId: string,
    private readonly encryptionKey: Buffer,
    readonly keyPem: string,
    /** null: an embedded database. */
    private readonly url: string | null,
    checkpointFile = 'checkpoint',
  ) {
    this.sealing = new Sealing([encryptionKey]);
    this.keys = parseCheckpointKeys(keyPem, 'test');
    this.unitOfWork = new UnitOfWork(database.dataSource);
    this.dataKeys = new DataKeys(this.sealing);
    this.recorder = new DatabaseAuditRecorder(this.dataKeys, this.clock);
    this.published = new CheckpointFile(join(directory, checkpointFile));
    this.publisher = new CheckpointPublisher(
      this.keys,
      this.published,
      new TreeStore(),
      this.checkpoints,
      new PromiseStore(),
      this.unitOfWork,
    );
    this.sealed = new SealedStore(this.dataKeys);
  }

  /** @param url a PostgreSQL server's database; null: an embedded one */
  static async open(url: string | null, poolSize = 10): Promise<AuditParts> {
    const directory = mkdtempSync(join(tmpdir(), 'countersign-audit-'));
    if (url === null) await copyInitialisedDatabase(directory, 'migrated');
    const database = await openAt(url, directory, poolSize);
    const parts = new AuditParts(database, directory, randomUUID(), randomBytes(32), makeCheckpointKey(), url);
    await parts.makeTenant(parts.tenantId);
    await parts.unitOfWork.run((transaction) =>
      parts.checkpoints.addOrigin(transaction, { number: 1, origin: ORIGIN, reason: null, lastCheckpoint: null }),
    );
    return parts;
  }

  /** The same installation on another database: what was kept outside the database is as it was. */
  async onDatabase(url: string, checkpointFile = 'checkpoint'): Promise<AuditParts> {
    const database = await openAt(url, this.directory, 10);
    return new AuditParts(
      database,
      this.directory,
      this.tenantId,
      this.encryptionKey,
      this.keyPem,
      url,
      checkpointFile,
    );
  }

  /** The same installation in a process that has just started: nothing is remembered but what is stored. */
  restarted(): AuditParts {
    return new AuditParts(this.database, this.directory, this.tenantId, this.encryptionKey, this.keyPem, this.url);
  }

  /**
   * Gives every committed event its leaf. A transaction that began earlier holds events up, whichever database of the server it
   * is in: other tests' are waited for.
   */
  async sequence(): Promise<void> {
    const deadline = performance.now() + LONGEST_WAIT;
    for (;;) {
      await this.sequenceWhatIsDue();
      const { waiting } = await readLogState(this.unitOfWork.reading);
      if (waiting === 0) return;
      if (performance.now() > deadline) {
        throw new Error(
          `${waiting} events still wait for a transaction that began before them and is open on this server`,
        );
      }
      await sleep(20);
    }
  }

  /** Gives those events their leaf that wait for no open transaction. */
  async sequenceWhatIsDue(): Promise<void> {
    while (await hasWork(this.unitOfWork.reading)) await this.unitOfWork.run(sequenceEvents);
  }

  /** One turn of a leader. */
  async sequenceWhatIsDueOnce(): Promise<void> {
    await this.unitOfWork.run(sequenceEvents);
  }

  async sequenceAndPublish(): Promise<Checkpoint> {
    await this.sequence();
    return this.publisher.publish();
  }

  /** Checks everything, or what is new since a mark, as the command does. Keys that were opened before are forgotten, as in a process of its own. */
  check(more: readonly HeldNote[] = [], since: CheckMark | null = null): Promise<AuditCheckReport> {
    return this.checkWith({ since }, more);
  }

  /** Checks everything, the streams in threads of the built service, as the command does for a large log. */
  async checkInThreads(count: number): Promise<AuditCheckReport> {
    const { streamsInThreads } = (await import(
      pathToFileURL(join(builtModules(), 'cli/streams-in-threads.js')).href
    )) as typeof import('../../../src/cli/streams-in-threads.js');
    const settings = { ENCRYPTION_KEY: this.encryptionKey.toString('base64'), DATA_DIR: this.directory } as Settings;
    return this.checkWith({ streams: streamsInThreads(settings, this.url ?? '', count, true, unseen) });
  }

  /** Checks everything, the streams in several slices at once. */
  checkInSlices(count: number): Promise<AuditCheckReport> {
    const streams = (snapshot: OpenSnapshot, erasures: AccountedErasures): Promise<number> =>
      checkSlices(
        count,
        (slice) =>
          readSnapshot(this.url ?? '', snapshot, (reading) =>
            checkStreams(reading, unseen, sealedOf(reading, this.freshKeys(), erasures), slice),
          ),
        unseen,
      );
    return this.checkWith({ streams });
  }

  private freshKeys(): FindDataKeys {
    const keys = new DataKeys(this.sealing);
    return keys.findAll.bind(keys);
  }

  private async checkWith(
    how: Pick<Parameters<typeof auditCheck>[0], 'since' | 'streams'>,
    more: readonly HeldNote[] = [],
  ): Promise<AuditCheckReport> {
    const note = await this.published.read();
    return auditCheck({
      unitOfWork: this.unitOfWork,
      findKeys: this.freshKeys(),
      held: [...(note === null ? [] : [{ holder: 'the published checkpoint', note }]), ...more],
      keys: this.keys.signing(ORIGIN).map(verifierKeyOf),
      ...how,
      progress: unseen,
    });
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
      const id = await openStream(transaction, this.tenantId, envelopeId);
      return this.recorder.record(
        transaction,
        events.map((event) => ({ ...this.event({ envelopeId: id }), ...event })),
      );
    });
  }

  async makeDataKey(): Promise<string> {
    const { dataKey, stored } = this.dataKeys.make(this.tenantId, this.clock.now());
    await writeTogether(this.unitOfWork.reading, [stored], dataKey.id);
    return dataKey.id;
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
