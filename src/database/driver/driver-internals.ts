import type pg from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Everything of `pg` and TypeORM that is used although they do not document it. A test asks for each member of the versions
 * installed, so that one that disappears is missed there and not in a running service.
 */
export const driverInternals = {
  /** A connection of the pool that TypeORM keeps, and what gives it back; with an error the pool closes it. */
  takeFromPool(dataSource: DataSource): Promise<[pg.PoolClient, (error?: Error) => void]> {
    return (dataSource.driver as unknown as TypeormDriver).obtainMasterConnection();
  },

  /** Where a connection writes to, with TLS or without. Before it is connected this is the plain socket. */
  streamOf(client: pg.ClientBase): Corkable {
    return (client as unknown as PgClient).connection.stream;
  },
};

interface TypeormDriver {
  obtainMasterConnection(): Promise<[pg.PoolClient, (error?: Error) => void]>;
}

interface Corkable {
  cork(): void;
  uncork(): void;
}

interface PgClient {
  readonly connection: { readonly stream: Corkable };
}
