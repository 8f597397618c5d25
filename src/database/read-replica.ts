import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource, QueryRunner } from 'typeorm';
import { readingFrom } from './driver/pooled-connections.js';
import { lostToAnother } from './sql-state.js';
import type { Reading } from './transaction.js';
import { isDatabaseUnavailable } from './unavailable.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Milliseconds that a replica has to catch up with what the primary had written when it was asked. */
const CATCHES_UP_WITHIN = 1_000;
const LOOKS_EVERY = 10;
/** Milliseconds for which a replica that was not there is left alone, and one that was far behind is not waited for. */
const LEFT_ALONE = 5_000;

/** How far the primary had written at a moment of its own clock. */
interface Position {
  readonly position: string;
  readonly at: Date;
}

interface Standing {
  readonly reached: boolean;
  /** Up to when the replica has what was committed; null: it has replayed nothing since it started. */
  readonly as_of: Date | null;
}

/** What was read, and as of when it is complete. */
interface ReadAsOf<T> {
  readonly result: T;
  /** null: from the primary, so as of now. */
  readonly asOf: Date | null;
}

const POSITION = 'SELECT pg_current_wal_insert_lsn()::text AS position, clock_timestamp() AS at';
/** A server that was promoted since is as good as the primary. */
const STANDING = `SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached,
  CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE clock_timestamp() END AS as_of`;

/** Whether the primary can do what a replica could not: it is away, or it ended a statement to go on replaying. */
const isReplicasOwn = (error: unknown): boolean => isDatabaseUnavailable(error) || lostToAnother(error);

/**
 * A copy of the database for reading what there is much of. It may be behind, so nothing that decides is asked of it: whatever is
 * read there carries the primary with it as `Reading.present`. Where there is none, or it is away, the primary answers.
 */
export class ReadReplica {
  /** For rows that never change, and whose absence shows: whoever misses some looks for them at `present`. */
  readonly reading: Reading;
  /** Seconds by which the replica was behind when it was last asked; null: it was not, or is away. */
  secondsBehind: number | null = null;
  /** Whether it answered when it was last asked; null: there is none, or it was not asked yet. */
  answers: boolean | null = null;
  private readonly logger = new Logger(ReadReplica.name);
  private opening: Promise<DataSource> | null = null;
  private leftAloneUntil = 0;
  private impatientUntil = 0;

  /** @param open null: there is none */
  constructor(
    private readonly primary: Pick<UnitOfWork, 'reading' | 'searching' | 'lookups'>,
    private readonly open: (() => Promise<DataSource>) | null,
  ) {
    const { reading } = primary;
    this.reading = open === null ? reading : this.besides(async (text, parameters) => this.ask(text, parameters));
  }

  /**
   * Reads lists. What the primary had written when the reader asked is waited for, a second at most. After that the replica
   * answers as it is, unless the reader has written something since: that the primary answers.
   * @param hasWrittenSince asks the primary
   */
  async recent<T>(
    work: (reading: Reading) => Promise<T>,
    hasWrittenSince: (reading: Reading, since: Date) => Promise<boolean>,
  ): Promise<ReadAsOf<T>> {
    const answered = await this.fromReplica(work, hasWrittenSince).catch((error: unknown) => {
      if (!isReplicasOwn(error)) throw error;
      return null;
    });
    return answered ?? { result: await work(this.primary.searching), asOf: null };
  }

  /** Asks it once, so that one that is named wrongly is seen at the start and not by whoever reads first. */
  async greet(): Promise<void> {
    if (this.open !== null) await this.ask('SELECT 1').catch(() => undefined);
  }

  async close(): Promise<void> {
    const dataSource = await this.opening?.catch(() => null);
    if (dataSource?.isInitialized === true) await dataSource.destroy();
  }

  /** null where the primary has to answer. */
  private async fromReplica<T>(
    work: (reading: Reading) => Promise<T>,
    hasWrittenSince: (reading: Reading, since: Date) => Promise<boolean>,
  ): Promise<ReadAsOf<T> | null> {
    const dataSource = await this.connected();
    if (dataSource === null) return null;
    const [written]: Position[] = await this.primary.lookups.query(POSITION);
    if (written === undefined) return null;
    // One connection: servers of a list differ in how far they are.
    const runner = dataSource.createQueryRunner();
    try {
      await runner.connect();
      const asOf = await this.caughtUp(runner, written);
      if (asOf === null || (asOf < written.at && (await hasWrittenSince(this.primary.reading, asOf)))) return null;
      const query = ((text: string, parameters?: unknown[]) => runner.query(text, parameters)) as Reading['query'];
      const result = await work(this.besides(query));
      this.answered();
      return { result, asOf };
    } catch (error) {
      this.judge(error);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** @returns as of when the replica has everything; null: it cannot say */
  private async caughtUp(runner: QueryRunner, { position, at }: Position): Promise<Date | null> {
    const deadline = performance.now() + (performance.now() < this.impatientUntil ? 0 : CATCHES_UP_WITHIN);
    for (;;) {
      const [standing] = (await runner.query(STANDING, [position])) as Standing[];
      const asOf = standing?.reached === true ? at : (standing?.as_of ?? null);
      this.secondsBehind = asOf === null ? null : Math.max(0, at.getTime() - asOf.getTime()) / 1000;
      if (standing?.reached === true) return at;
      if (performance.now() >= deadline) {
        this.impatientUntil = performance.now() + LEFT_ALONE;
        return asOf;
      }
      await sleep(LOOKS_EVERY);
    }
  }

  private async ask(text: string, parameters?: unknown[]): Promise<unknown> {
    const dataSource = await this.connected();
    if (dataSource === null) return this.primary.reading.query(text, parameters);
    try {
      const rows: unknown = await readingFrom(dataSource).query(text, parameters);
      this.answered();
      return rows;
    } catch (error) {
      this.judge(error);
      if (!isReplicasOwn(error)) throw error;
      return this.primary.reading.query(text, parameters);
    }
  }

  private besides(query: (text: string, parameters?: unknown[]) => Promise<unknown>): Reading {
    const { reading } = this.primary;
    // Repositories know one data source; what they read is small.
    return { query: query as Reading['query'], getRepository: reading.getRepository, present: reading };
  }

  /** The first who asks opens it: an instance starts, and goes on, without it. */
  private async connected(): Promise<DataSource | null> {
    if (this.open === null || performance.now() < this.leftAloneUntil) return null;
    this.opening ??= this.open();
    const opening = this.opening;
    try {
      return await opening;
    } catch (error) {
      if (this.opening === opening) this.opening = null;
      // Whatever it is: a wrong password as much as a server that is away.
      this.leaveAlone(error);
      return null;
    }
  }

  private answered(): void {
    if (this.answers === false) this.logger.log('The standby of READ_DATABASE_URL answers again');
    this.answers = true;
  }

  private judge(error: unknown): void {
    if (isDatabaseUnavailable(error) && !lostToAnother(error)) this.leaveAlone(error);
  }

  private leaveAlone(error: unknown): void {
    if (this.answers !== false)
      this.logger.warn({ error }, 'The standby of READ_DATABASE_URL does not answer: the primary does in its place');
    this.answers = false;
    this.secondsBehind = null;
    this.leftAloneUntil = performance.now() + LEFT_ALONE;
  }
}
