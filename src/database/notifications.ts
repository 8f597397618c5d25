import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** What of TypeORM's PostgreSQL driver is used: its pool. */
interface Pool {
  readonly options: pg.PoolConfig;
  readonly Client?: new (options: pg.PoolConfig) => pg.Client;
}

/** How long a notification to ourselves may take before the server counts as one that passes none on. */
const ECHO_TAKES_AT_MOST = 2_000;
const RECONNECT_AFTER = 5_000;

/**
 * Hears what other instances notify (LISTEN), on one connection outside the pool. A connection pooler in transaction mode takes
 * LISTEN and passes nothing on: that is found out by a notification to ourselves. Whoever hears nothing has to look.
 */
export class Notifications {
  private client: pg.Client | null = null;
  private working = false;
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    /** A name of lower-case letters and underscores. */
    private readonly channel: string,
    private readonly hear: () => void,
  ) {}

  /** Whether notifications arrive. */
  get arrive(): boolean {
    return this.working;
  }

  start(): void {
    this.running = this.keepListening();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  /** Tells every instance that hears the channel. @param payload a short text */
  async tell(payload: string): Promise<void> {
    await this.dataSource.query('SELECT pg_notify($1, $2)', [this.channel, payload]);
  }

  private async keepListening(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.listen().catch(() => undefined);
      this.working = false;
      await this.pause(RECONNECT_AFTER);
    }
  }

  /** Ends when the connection has ended. */
  private async listen(): Promise<void> {
    const { options, Client } = (this.dataSource.driver as unknown as { master: Pool }).master;
    if (Client === undefined) return;
    const client = new Client(options);
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => {
        resolve();
      });
      client.on('end', resolve);
    });
    try {
      await client.connect();
      // Whoever stopped meanwhile had no connection to end.
      if (this.stopping.signal.aborted) return;
      this.client = client;
      client.on('notification', () => {
        this.working = true;
        this.hear();
      });
      await client.query(`LISTEN ${this.channel}`);
      await this.tell('echo');
      await this.pause(ECHO_TAKES_AT_MOST);
      if (this.working) await ended;
    } finally {
      this.client = null;
      await client.end().catch(() => undefined);
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
