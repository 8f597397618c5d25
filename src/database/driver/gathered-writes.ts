import { sqlState } from '../sql-state.js';

/** So many at most are committed together: their locks are held until the last of them is done. */
const MOST_TOGETHER = 16;
/** Milliseconds after which nobody waits for those who are being written: they may be waiting for a lock. */
const PATIENCE = 20;
/** SQLSTATEs of a statement that has waited too long for a lock, or was ended because it took too long. */
const TOOK_TOO_LONG = new Set<string | null>(['55P03', '57014']);

/** One statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly parameters: unknown[] | undefined;
}

/** Where statements are written. */
export interface WritingConnection {
  /** Runs one that is a transaction of its own. */
  query(text: string, parameters: unknown[] | undefined): Promise<unknown>;
  /**
   * Runs several as one transaction: when all are fulfilled it is committed, otherwise nothing was done. The last result is that of the
   * commit. Rejected when nobody knows.
   */
  queryTogether(statements: readonly Statement[]): Promise<readonly PromiseSettledResult<unknown>[]>;
}

interface WaitingStatement extends Statement {
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** What a promise was rejected with; null when it was not. */
export const failureOf = (result: PromiseSettledResult<unknown>): unknown =>
  result.status === 'rejected' ? (result.reason as unknown) : null;

const valueOf = (result: PromiseSettledResult<unknown> | undefined): unknown =>
  result?.status === 'fulfilled' ? result.value : undefined;

/** One that has taken as long as it may is not made to wait once more, whoever stood beside it. */
function tookTooLong({ fail }: WaitingStatement, result: PromiseSettledResult<unknown> | undefined): boolean {
  const failure = result === undefined ? null : failureOf(result);
  if (!TOOK_TOO_LONG.has(sqlState(failure))) return false;
  fail(failure);
  return true;
}

/**
 * Statements that write, each a transaction of its own for whoever asks. Those that wait at the same moment are committed together:
 * a commit costs the server as much as everything else about a short statement. Where one of them is refused nothing of the
 * others' was done either, and each is written by itself: what one is answered never depends on another.
 */
export class GatheredWrites {
  private readonly waiting: WaitingStatement[] = [];
  /** Since when each connection is at work. */
  private readonly atWork = new Map<WritingConnection, number>();
  private readonly emptied: (() => void)[] = [];
  private scheduled = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param connections the first one writes everything; another one only when that takes long */
  constructor(private readonly connections: readonly WritingConnection[]) {}

  /** Statements that nobody has sent yet. */
  get length(): number {
    return this.waiting.length;
  }

  /** When every statement has been answered. */
  async empty(): Promise<void> {
    if (this.waiting.length > 0 || this.atWork.size > 0) await new Promise<void>((done) => this.emptied.push(done));
  }

  query(text: string, parameters: unknown[] | undefined): Promise<unknown> {
    return new Promise((answer, fail) => {
      this.waiting.push({ text, parameters, answer, fail });
      if (this.scheduled) return;
      this.scheduled = true;
      // What is asked in the rest of this turn of the event loop goes along.
      setImmediate(() => {
        this.scheduled = false;
        this.send();
      });
    });
  }

  /** The more wait, the more are committed together: while some are being written the next ones gather. */
  private send(): void {
    while (this.waiting.length > 0) {
      const connection = this.connections.find((one) => !this.atWork.has(one));
      if (connection === undefined) return;
      const now = performance.now();
      if ([...this.atWork.values()].some((since) => now - since < PATIENCE)) {
        this.timer ??= setTimeout(() => {
          this.timer = null;
          this.send();
        }, PATIENCE);
        return;
      }
      this.atWork.set(connection, now);
      void this.write(connection, this.waiting.splice(0, MOST_TOGETHER)).finally(() => {
        this.written(connection);
      });
    }
  }

  private written(connection: WritingConnection): void {
    this.atWork.delete(connection);
    this.send();
    if (this.waiting.length > 0 || this.atWork.size > 0) return;
    for (const told of this.emptied.splice(0)) told();
  }

  private async write(connection: WritingConnection, statements: readonly WaitingStatement[]): Promise<void> {
    if (statements.length === 1) return this.writeEach(connection, statements);
    const results = await connection.queryTogether(statements).catch((error: unknown) => {
      for (const { fail } of statements) fail(error);
    });
    if (results === undefined) return;
    if (results.every(({ status }) => status === 'fulfilled'))
      for (const [index, { answer }] of statements.entries()) answer(valueOf(results[index]));
    else {
      const others = statements.filter((statement, index) => !tookTooLong(statement, results[index]));
      await this.writeEach(connection, others);
    }
  }

  private async writeEach(connection: WritingConnection, statements: readonly WaitingStatement[]): Promise<void> {
    await Promise.all(
      statements.map(({ text, parameters, answer, fail }) => connection.query(text, parameters).then(answer, fail)),
    );
  }
}
