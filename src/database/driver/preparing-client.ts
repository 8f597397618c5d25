import pg from 'pg';
import { driverInternals } from './driver-internals.js';

/** Statements that differ by how many rows they write have a text each; beyond this many, the rest is planned each time. */
const MOST_STATEMENTS = 500;

/** The best plan of a statement with optional conditions depends on which of them are used. */
const OPTIONAL_CONDITION = /IS NULL OR/i;

const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_STATEMENTS || OPTIONAL_CONDITION.test(text)) return known;
  const name = `countersign_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * SQLSTATEs of a prepared statement that was not executed: its answer has other columns since a migration, or the server knows it
 * no more because a connection pooler has discarded it.
 */
const OUTDATED = new Set<unknown>(['0A000', '26000']);

/** Whether a SQLSTATE says that a prepared statement was not executed and has to be sent once more. */
export const isPreparedOutdated = (sqlState: unknown): boolean => OUTDATED.has(sqlState);

const afterThisTick = (send: () => void): void => {
  process.nextTick(send);
};
const afterThisTurn = (send: () => void): void => {
  setImmediate(send);
};

/**
 * A connection that has the server parse and plan each statement with parameters once: planning costs more than executing it.
 * After a migration that changes what a statement answers, the statement fails once, and the connection prepares none any more.
 *
 * What is asked in one turn of the event loop is sent at once: each statement writes several small messages, and a system call
 * for each costs more than everything else about them.
 */
export class PreparingClient extends pg.Client {
  /** Milliseconds after which a statement counts as unanswered, and the connection as broken; 0: never. */
  statementLimit = 0;
  /** Told of every statement that fails. */
  onFailure: (error: unknown) => void = () => undefined;
  private unanswered = 0;
  private prepares = true;
  private gathering = false;
  private later = afterThisTick;

  constructor(options?: pg.ClientConfig) {
    super(options);
    const send = this.query.bind(this) as (...parameters: unknown[]) => unknown;
    Object.assign(this, {
      query: (statement: unknown, values?: unknown, ...others: unknown[]): unknown => {
        this.gather();
        if (typeof statement !== 'string' || typeof values === 'function' || others.length > 0)
          return send(statement, values, ...others);
        const name = this.prepares && Array.isArray(values) ? nameOf(statement) : undefined;
        const config = { text: statement, values, query_timeout: this.statementLimit };
        const sent = send(name === undefined ? config : { ...config, name }) as Promise<unknown>;
        this.unanswered += 1;
        sent.then(this.answered, this.refused);
        return sent;
      },
    });
  }

  /** Whether every statement has been answered. */
  get isIdle(): boolean {
    return this.unanswered === 0;
  }

  /** Whether what everybody asks in one turn of the event loop is sent at once, or only what one of them asks. */
  gatherForOneTurn(whole: boolean): void {
    this.later = whole ? afterThisTurn : afterThisTick;
  }

  private readonly answered = (): void => {
    this.unanswered -= 1;
  };

  private readonly refused = (error: unknown): void => {
    this.unanswered -= 1;
    if (isPreparedOutdated((error as { readonly code?: unknown }).code)) this.prepares = false;
    this.onFailure(error);
  };

  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const stream = driverInternals.streamOf(this);
    // Corks count: what the driver corks and uncorks by itself stays inside this one.
    stream.cork();
    this.later(() => {
      this.gathering = false;
      stream.uncork();
    });
  }
}
