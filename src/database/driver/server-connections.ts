import type pg from 'pg';
import type { DatabaseUrl } from '../../config/database-url.js';
import { asError } from '../../errors/thrown.js';
import { TIME_LIMITS } from '../time-limits.js';
import { isConnectionLost, isSilence } from '../unavailable.js';
import { driverInternals } from './driver-internals.js';
import { PreparingClient, type Session } from './preparing-client.js';
import { PresentPrimary } from './present-primary.js';

/** Milliseconds of silence after which the operating system asks the other side whether it is there. */
const KEEP_ALIVE = 10_000;

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** The connections of one pool to a server, or to whichever of several servers takes writes. */
class ServerConnections {
  private readonly primary: PresentPrimary;
  private readonly open = new Set<PreparingClient>();
  /** A statement was not answered in time, and no connection was made since. */
  private silent = false;

  constructor(database: DatabaseUrl) {
    this.primary = new PresentPrimary(database);
  }

  configure(config: pg.ClientConfig): pg.ClientConfig {
    const known = { ...config, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE };
    return this.silent ? { ...known, connectionTimeoutMillis: TIME_LIMITS.connectionToSilentServer } : known;
  }

  /** Finds out where a connection has to go. */
  async aim(client: PreparingClient): Promise<void> {
    const host = await this.primary.find();
    // The pool does not wait any more, and has closed what was not connected yet.
    if (driverInternals.streamOf(client).destroyed) throw new Error('Connection terminated');
    driverInternals.aimAt(client, host);
  }

  notConnected(): void {
    this.primary.forget();
  }

  connected(client: PreparingClient): void {
    this.silent = false;
    this.open.add(client);
    client.once('end', () => this.open.delete(client));
  }

  failed(client: PreparingClient, error: unknown): void {
    if (!isConnectionLost(error)) return;
    this.primary.forget();
    if (!isSilence(error)) {
      // The server says that it ends a connection before it does, and one without writes is of no use: nobody else gets it.
      void client.end().catch(() => undefined);
      return;
    }
    this.silent = true;
    // Whoever took another one next would wait as long again.
    for (const other of this.open)
      if (other !== client && other.isIdle) driverInternals.streamOf(other).destroy(new Error('Connection terminated'));
  }
}

/**
 * What a pool makes its connections of.
 * @param session what the connections of the pool find out together
 * @param statementLimit milliseconds that a statement may take unless whoever has the connection sets another limit; 0: any time
 */
export function clientFor(
  database: DatabaseUrl,
  statementLimit: number,
  session: Session,
): new (
  config?: pg.ClientConfig,
) => PreparingClient {
  const connections = new ServerConnections(database);
  return class extends PreparingClient {
    constructor(config: pg.ClientConfig = {}) {
      super(connections.configure(config));
      this.statementLimit = statementLimit;
      this.session = session;
      this.onFailure = (error) => {
        connections.failed(this, error);
      };
    }

    override connect(): Promise<pg.Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connecting = this.connectToPrimary();
      if (callback === undefined) return connecting;
      const told = callback as (error: Error | null, client?: pg.Client) => void;
      connecting.then(
        (client) => {
          told(null, client);
        },
        (error: unknown) => {
          told(asError(error));
        },
      );
      return undefined;
    }

    private async connectToPrimary(): Promise<pg.Client> {
      await connections.aim(this);
      try {
        const client = await super.connect();
        connections.connected(this);
        return client;
      } catch (error) {
        connections.notConnected();
        throw error;
      }
    }
  };
}
