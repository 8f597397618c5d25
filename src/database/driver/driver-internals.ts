import type { Socket } from 'node:net';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Host } from '../../config/database-url.js';

/**
 * Everything of `pg` and TypeORM that is used although they do not document it. A test asks for each member of the versions
 * installed, so that one that disappears is missed there and not in a running service.
 */
export const driverInternals = {
  /** A statement as the driver queues it. */
  Query: pg.Query as unknown as new (text: string, values: unknown[] | undefined) => QueuedQuery,

  /** A connection of the pool that TypeORM keeps, and what gives it back; with an error the pool closes it. */
  takeFromPool(dataSource: DataSource): Promise<[pg.PoolClient, (error?: Error) => void]> {
    return (dataSource.driver as unknown as TypeormDriver).obtainMasterConnection();
  },

  /** What a connection writes to, with TLS or without. Before it is connected this is the plain socket. */
  streamOf(client: pg.ClientBase): Socket {
    return (client as unknown as PgClient).connection.stream;
  },

  /** Whether the server has said of a connection that it has prepared the statement of that name. */
  hasPrepared(client: pg.ClientBase, name: string): boolean {
    return (client as unknown as PgClient).connection.parsedStatements[name] !== undefined;
  },

  /** The process of the server that a connection was told of when it was made. */
  processOf(client: pg.ClientBase): number | null {
    return (client as unknown as PgClient).processID;
  },

  /** Where a connection that is not made yet will go. */
  aimAt(client: pg.ClientBase, { host, port }: Host): void {
    Object.assign(client as unknown as PgClient, { host, port });
  },
};

/** Members of a `pg.Query`. */
export interface QueuedQuery {
  /** Under which it is prepared. */
  name: string | undefined;
  callback: (error: Error | null | undefined, result: unknown) => void;
  /** What it answers with. Every row is read by its description and its parsers. */
  readonly _result: {
    fields: readonly unknown[];
    _parsers: unknown;
    _prebuiltEmptyResultObject: unknown;
  };
  /** Whether rows are kept for the callback. */
  _accumulateRows: boolean;
  /** With it the statement fails, once the server has ended it. */
  _canceledDueToError: unknown;
  /** Sends it, and asks for a description of what it answers with. */
  prepare(connection: object): void;
  hasBeenParsed(connection: object): boolean;
  handleRowDescription(message: object): void;
  handleDataRow(message: object): void;
}

interface TypeormDriver {
  obtainMasterConnection(): Promise<[pg.PoolClient, (error?: Error) => void]>;
}

interface PgClient {
  host: string;
  port: number;
  readonly processID: number | null;
  readonly connection: {
    readonly stream: Socket;
    readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  };
}
