import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** The role whose rights the service uses: it may read and insert audit events, never change them. Migrations make it. */
export const SERVICE_ROLE = 'countersign_service';

/**
 * Lets every connection act as the service's role where the login role may do so, so that a fault in the service cannot
 * rewrite the trail even when it logs in as the owner of the tables. The embedded database has one session and sets its role
 * after migrating.
 */
export async function useServiceRole(options: DataSourceOptions, embedded: boolean): Promise<DataSourceOptions> {
  if (embedded) return options;
  const probe = await new DataSource({ ...options, poolSize: 1 } as DataSourceOptions).initialize();
  try {
    const rows: { usable: boolean }[] = await probe.query(
      `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'USAGE')) AS usable`,
      [SERVICE_ROLE],
    );
    if (rows[0]?.usable !== true) return options;
    return { ...options, extra: { ...(options.extra as object | undefined), onConnect: actAsServiceRole } };
  } finally {
    await probe.destroy();
  }
}

/** A statement, not a parameter of the connection: connection poolers refuse or ignore those. The pool drops a connection for which it fails. */
async function actAsServiceRole(client: pg.PoolClient): Promise<void> {
  await client.query(`SET ROLE ${SERVICE_ROLE}`);
}
