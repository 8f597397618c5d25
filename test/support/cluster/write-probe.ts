import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Gaps } from './gaps.js';
import type { Member, PatroniCluster } from './patroni-cluster.js';

const EVERY = 50;
const WAITS = 1_000;
const BEFORE_ANOTHER_LOOK = 100;

/** Writes to every server of a cluster all the time, past the service: what the cluster itself takes to go on. */
export class WriteProbe {
  readonly gaps = new Gaps();
  private readonly stopping = new AbortController();
  private readonly running: Promise<unknown>;

  private constructor(private readonly cluster: PatroniCluster) {
    this.running = Promise.all(cluster.members.map((member) => this.write(member)));
  }

  static async start(cluster: PatroniCluster): Promise<WriteProbe> {
    const client = new pg.Client({ connectionString: cluster.urlOf(await cluster.primary()) });
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS probe (at timestamptz)');
    await client.end();
    return new WriteProbe(cluster);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async write(member: Member): Promise<void> {
    const connectionString = this.cluster.urlOf(member);
    while (!this.stopping.signal.aborted) {
      const client = new pg.Client({ connectionString, connectionTimeoutMillis: WAITS, query_timeout: WAITS });
      client.on('error', () => undefined);
      try {
        await client.connect();
        for (let count = 0; count < BEFORE_ANOTHER_LOOK; count += 1) {
          await client.query('INSERT INTO probe VALUES (now())');
          this.gaps.worked();
          await sleep(EVERY);
        }
      } catch {
        // A standby, or away.
      } finally {
        client.end().catch(() => undefined);
      }
      await sleep(EVERY);
    }
  }
}
