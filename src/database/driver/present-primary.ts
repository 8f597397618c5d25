import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseUrl, Host } from '../../config/database-url.js';
import { saidBy } from '../../errors/thrown.js';

/**
 * Milliseconds for which all are asked whether they take writes, at least: when none does, one may be promoted at this moment. A
 * `connect_timeout` that lets a connection take longer lets this take half of it: what was found has to be connected to as well.
 */
const ASKED_FOR = 1_500;
/** Milliseconds after which one that takes no writes is asked again. */
const ASKED_AGAIN_AFTER = 250;

/** SQLSTATE: no connection could be made. */
const UNABLE_TO_CONNECT = '08001';

const nameOf = ({ host, port }: Host): string => `${host}:${port}`;

class NoPrimaryError extends Error {
  readonly code = UNABLE_TO_CONNECT;

  constructor(reasons: readonly string[]) {
    super(`No server takes writes: ${reasons.join('; ')}`);
    this.name = 'NoPrimaryError';
  }
}

/** Throws unless the server of a connection takes writes. A standby does not, nor does a primary that was demoted. */
export async function requireWritable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only !== 'off') throw new NoPrimaryError(['the server is read-only']);
}

/** Which of the servers of a database takes writes: asked of all when it is not known, or not true any more. */
export class PresentPrimary {
  private present: Host | null = null;
  private finding: Promise<Host> | null = null;

  constructor(private readonly database: DatabaseUrl) {}

  /** @throws NoPrimaryError when none does, nor one of several within a moment */
  find(): Promise<Host> {
    const { hosts } = this.database;
    const [only] = hosts;
    if (only !== undefined && hosts.length === 1) return Promise.resolve(only);
    if (this.present !== null) return Promise.resolve(this.present);
    this.finding ??= this.askAll().finally(() => {
      this.finding = null;
    });
    return this.finding;
  }

  /** Asks all again at the next connection. */
  forget(): void {
    this.present = null;
  }

  private async askAll(): Promise<Host> {
    const { hosts, connectTimeout } = this.database;
    const until = performance.now() + Math.max(ASKED_FOR, (connectTimeout ?? 0) / 2);
    let found = false;
    const askAgain = async (host: Host): Promise<Host> => {
      for (;;) {
        try {
          return await this.ask(host, Math.max(until - performance.now(), ASKED_AGAIN_AFTER));
        } catch (error) {
          if (found || performance.now() > until) throw error;
          await pause(ASKED_AGAIN_AFTER);
        }
      }
    };
    try {
      this.present = await Promise.any(hosts.map(askAgain));
      return this.present;
    } catch (error) {
      throw error instanceof AggregateError ? new NoPrimaryError(error.errors.map(String)) : error;
    } finally {
      found = true;
    }
  }

  /** @param within milliseconds in which it has to connect, and then to answer */
  private async ask(host: Host, within: number): Promise<Host> {
    const client = new pg.Client({
      connectionString: this.database.urlOf(host),
      connectionTimeoutMillis: within,
      query_timeout: within,
      application_name: 'countersign',
    });
    // What happens to the connection shows in what is asked there.
    client.on('error', () => undefined);
    try {
      await client.connect();
      if (this.database.readWrite) await requireWritable(client);
      return host;
    } catch (error) {
      throw new Error(`${nameOf(host)}: ${saidBy(error)}`, { cause: error });
    } finally {
      void client.end().catch(() => undefined);
    }
  }
}
