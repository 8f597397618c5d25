import type { DataSource } from 'typeorm';
import { tracedStatement } from '../traced-statement.js';
import type { Lookups } from '../transaction.js';
import { isConnectionLost } from '../unavailable.js';
import { GatheredWrites, type Statement, type WritingConnection } from './gathered-writes.js';
import { runSingle, runTogether, type TakenConnection, takeConnection } from './pooled-connections.js';
import { PreparingClient } from './preparing-client.js';

/** With fewer connections in the pool none can be spared. */
const LEAST_POOL = 6;
/** Milliseconds without any answer after which nobody else is made to wait behind those who wait. */
const STUCK_AFTER = 250;
/** Milliseconds within which a look-up on a connection that has gone is made once more. */
const REPEATED_WITHIN = 1_000;
/** Connections for single statements that write. */
const WRITING = 2;
/**
 * Milliseconds for which a statement that writes may wait for a lock while others wait behind it. Then it has lost, and tries
 * again on a connection of its own.
 */
const LOCK_TIMEOUT = 250;
/** A statement that writes and would wait behind so many others takes a connection of its own. */
const MOST_WAITING = 48;

/** Behind a pooler in transaction mode a setting would be left to somebody else. */
const keepsSession = ({ client }: TakenConnection): boolean =>
  !(client instanceof PreparingClient) || client.session.isKept;

/**
 * One connection that many statements share, each of them a transaction of its own: what is asked in one turn of the event loop
 * travels together, and so do the answers. A system call costs more than everything else about a short statement.
 *
 * It is taken out of the pool at the first statement, and another one in its place when it breaks.
 */
class SharedConnection implements WritingConnection {
  /** Statements without an answer. */
  waiting = 0;
  /** When the last answer came, or the first of those that wait began to. */
  private moved = 0;
  private taken: Promise<TakenConnection> | null = null;

  /**
   * @param lockTimeout in milliseconds; 0: none
   * @param gathers whether what is asked in one turn of the event loop is sent when that ends
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly lockTimeout: number,
    private readonly gathers: boolean,
  ) {}

  query(text: string, parameters: unknown[] | undefined): Promise<unknown> {
    return this.ask((connection) => runSingle(connection, text, parameters));
  }

  queryTogether(statements: readonly Statement[]): Promise<readonly PromiseSettledResult<unknown>[]> {
    return this.ask((connection) => runTogether(connection, statements));
  }

  private async ask<T>(work: (connection: TakenConnection) => Promise<T>): Promise<T> {
    if (this.waiting === 0) this.moved = performance.now();
    this.waiting += 1;
    let taken = this.taken ?? this.take();
    try {
      let connection = await taken;
      if (connection.isBroken()) {
        // The server has closed it while nobody asked anything: what was not sent yet goes over another one.
        await this.drop(taken);
        taken = this.taken ?? this.take();
        connection = await taken;
      }
      return await work(connection);
    } catch (error) {
      if (isConnectionLost(error)) await this.drop(taken);
      throw error;
    } finally {
      this.waiting -= 1;
      this.moved = performance.now();
    }
  }

  /** Whether nothing moves here: the server is silent, or what was asked takes long. */
  get isStuck(): boolean {
    return this.waiting > 0 && performance.now() - this.moved > STUCK_AFTER;
  }

  async release(): Promise<void> {
    if (this.taken !== null) await this.drop(this.taken);
  }

  private take(): Promise<TakenConnection> {
    const taking = takeConnection(this.dataSource).then((connection) => {
      if (connection.client instanceof PreparingClient) connection.client.gatherForOneTurn(this.gathers);
      // It travels with the first statement, and fails only where that fails too.
      if (this.lockTimeout > 0 && keepsSession(connection))
        connection.statements.query(`SET lock_timeout = ${this.lockTimeout}`).catch(() => undefined);
      return connection;
    });
    this.taken = taking;
    taking.catch(() => {
      if (this.taken === taking) this.taken = null;
    });
    return taking;
  }

  private async drop(dropped: Promise<TakenConnection>): Promise<void> {
    if (this.taken !== dropped) return;
    this.taken = null;
    const connection = await dropped.catch(() => null);
    if (connection === null) return;
    if (connection.client instanceof PreparingClient) connection.client.gatherForOneTurn(false);
    if (!connection.isBroken() && keepsSession(connection))
      await connection.statements.query('RESET lock_timeout').catch(() => undefined);
    connection.release();
  }
}

/** The shared connections of one data source. */
class SharedConnections {
  private readonly looking: SharedConnection;
  private readonly writing: readonly SharedConnection[];
  private readonly writes: GatheredWrites;
  private released = false;

  constructor(
    dataSource: DataSource,
    private readonly otherwise: Pick<Lookups, 'query'>,
  ) {
    this.looking = new SharedConnection(dataSource, 0, true);
    this.writing = Array.from({ length: WRITING }, () => new SharedConnection(dataSource, LOCK_TIMEOUT, false));
    this.writes = new GatheredWrites(this.writing);
  }

  readonly lookUp: Lookups['query'] = (text: string, parameters?: unknown[]) =>
    tracedStatement(text, () => this.lookUpNow(text, parameters)) as never;

  /** Never sent twice: when the connection breaks nobody knows whether it was done. */
  readonly write: Lookups['query'] = (text: string, parameters?: unknown[]) =>
    tracedStatement(text, () => this.writeNow(text, parameters)) as never;

  private async lookUpNow(text: string, parameters: unknown[] | undefined): Promise<unknown> {
    const began = performance.now();
    const ask = (): Promise<unknown> =>
      this.released || this.looking.isStuck
        ? this.otherwise.query(text, parameters)
        : this.looking.query(text, parameters);
    return ask().catch((error: unknown) => {
      // A look-up changes nothing, and the server may be there again; but whoever asks has waited long enough for a silent one.
      if (!isConnectionLost(error) || performance.now() - began > REPEATED_WITHIN) throw error;
      return ask();
    });
  }

  private writeNow(text: string, parameters: unknown[] | undefined): Promise<unknown> {
    const waits = this.writes.length < MOST_WAITING && this.writing.some((one) => !one.isStuck);
    if (this.released || !waits) return this.otherwise.query(text, parameters);
    return this.writes.query(text, parameters);
  }

  /** For good: the pool waits for each connection that is taken out of it, and cannot be closed before. */
  async release(): Promise<void> {
    this.released = true;
    await this.writes.empty();
    await Promise.all([this.looking, ...this.writing].map((connection) => connection.release()));
  }
}

const known = new WeakMap<DataSource, SharedConnections>();

/**
 * Where single statements of a data source go: those that find few rows by a key, and those that write.
 * @param otherwise takes a connection of its own for each; used for all when the pool is too small to spare some
 */
export function lookupsOf(
  dataSource: DataSource,
  otherwise: Pick<Lookups, 'query'>,
): Lookups & Required<Pick<Lookups, 'writing'>> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || (options.poolSize ?? 0) < LEAST_POOL) {
    return { query: otherwise.query, writing: { query: otherwise.query } };
  }
  const present = known.get(dataSource) ?? new SharedConnections(dataSource, otherwise);
  known.set(dataSource, present);
  return { query: present.lookUp, writing: { query: present.write } };
}

/** Gives them back to the pool, which can be closed then. */
export async function releaseSharedConnections(dataSource: DataSource): Promise<void> {
  await known.get(dataSource)?.release();
}
