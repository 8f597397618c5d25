import { createHash } from 'node:crypto';
import pg from 'pg';
import { driverInternals } from './driver-internals.js';
import { type KeptStatement, namesColumns, QueuedStatement } from './queued-statement.js';

/** Statements that differ by how many rows they write have a text each; beyond this many, the rest is planned each time. */
const MOST_STATEMENTS = 500;

/** The best plan of a statement with optional conditions depends on which of them are used. */
const OPTIONAL_CONDITION = /IS NULL OR/i;

const statements = new Map<string, KeptStatement>();

function keptStatementOf(text: string): KeptStatement | null {
  const known = statements.get(text);
  if (known !== undefined) return known;
  if (statements.size >= MOST_STATEMENTS || OPTIONAL_CONDITION.test(text)) return null;
  // The same at each instance: where a pooler hands connections of the server around, a name is never somebody else's statement.
  const name = `countersign_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
  const made = { name, namesColumns: namesColumns(text) };
  statements.set(text, made);
  return made;
}

/** SQLSTATE of a prepared statement that the server does not know. */
const UNKNOWN = '26000';

/** SQLSTATEs by which it shows that a connection pooler keeps no prepared statements: one is not known, or is there already. */
const NOT_KEPT = new Set<unknown>([UNKNOWN, '42P05']);

/** SQLSTATEs of a prepared statement that was not executed; the first: its answer has other columns since a migration. */
const OUTDATED = new Set<unknown>(['0A000', ...NOT_KEPT]);

/** What the connections of one pool have found out together. */
export interface Session {
  /**
   * Whether what is set for a session stays with its connection. Behind a pooler in transaction mode it does not: nothing MUST be set
   * there, since somebody else would have it.
   */
  isKept: boolean;
  /** Whether prepared statements stay too. */
  keepsStatements: boolean;
}

/** Whether a SQLSTATE says that a pooler has lost a prepared statement, or that it was somebody else's. */
export const isPreparedLost = (sqlState: unknown): boolean => NOT_KEPT.has(sqlState);

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
  /** Shared by the connections of a pool. */
  session: Session = { isKept: true, keepsStatements: true };
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
        return new Promise((answer, fail) => {
          const kept =
            this.prepares && this.session.keepsStatements && Array.isArray(values) ? keptStatementOf(statement) : null;
          const wasPrepared = kept !== null && driverInternals.hasPrepared(this, kept.name);
          this.unanswered += 1;
          const ended = (error: Error | null | undefined, result: unknown): void => {
            this.unanswered -= 1;
            if (error === null || error === undefined) answer(result);
            else {
              this.refused(error, wasPrepared);
              fail(error);
            }
          };
          const given = Array.isArray(values) ? values : undefined;
          send(new QueuedStatement({ text: statement, values: given, kept, limit: this.statementLimit, ended }));
        });
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

  private refused(error: unknown, wasPrepared: boolean): void {
    const { code } = error as { readonly code?: unknown };
    // Not lost, but never there: what was sent behind a statement that was refused before it was prepared relied on it.
    if (code !== UNKNOWN || wasPrepared) {
      if (isPreparedOutdated(code)) this.prepares = false;
      if (isPreparedLost(code)) this.session.keepsStatements = false;
    }
    this.onFailure(error);
  }

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
