import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { driverInternals } from './driver-internals.js';
import { isPreparedLost, type Session } from './preparing-client.js';

/** Times that it is tried to be given another session. A pooler hands out the one that was given back last. */
const TRIES = 20;

const PID = 'SELECT pg_backend_pid() AS pid';

async function pidOf(client: pg.ClientBase, name?: string): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(name === undefined ? { text: PID } : { text: PID, name });
  return rows[0]?.pid ?? 0;
}

/** The process of the server that answers a prepared statement; null: the pooler has lost the statement. */
async function pidOfPrepared(client: pg.ClientBase, name: string): Promise<number | null> {
  try {
    return await pidOf(client, name);
  } catch (error) {
    if (isPreparedLost((error as { readonly code?: unknown }).code)) return null;
    throw error;
  }
}

/**
 * What a connection keeps from one statement to the next. PostgreSQL and poolers in session mode keep everything; a pooler in
 * transaction mode hands the session of the server to whoever asks next, and PgBouncer knows prepared statements there from 1.21 on.
 *
 * A pooler shows by the process that it tells a connection of, which is none of the server's. Its mode shows when a session that
 * one connection had is found at another one, and whether it knows statements when one is asked for at another session than
 * where it was prepared.
 *
 * @param dataSource with two connections, which nobody else uses
 */
export async function whatIsKept(dataSource: DataSource): Promise<Session> {
  const [one, giveBackOne] = await driverInternals.takeFromPool(dataSource);
  // Nobody else's: another instance that starts at the same moment would answer for a session that has lost it.
  const probe = `countersign_probe_${randomUUID()}`;
  try {
    if (driverInternals.processOf(one) === (await pidOf(one))) return { isKept: true, keepsStatements: true };
    const prepared = await pidOfPrepared(one, probe);
    const [other, giveBackOther] = await driverInternals.takeFromPool(dataSource);
    try {
      let isKept = true;
      let elsewhere = 0;
      for (let turn = 0; turn < TRIES && elsewhere < 3; turn += 1) {
        const taken = await holding(one, other, turn % 2 === 1);
        const after = await pidOfPrepared(one, probe);
        await other.query('COMMIT');
        if (after === null) return { isKept: false, keepsStatements: false };
        if (after !== prepared) elsewhere += 1;
        if (after !== prepared || taken === prepared || (await pidOf(one)) !== prepared) isKept = false;
      }
      // That it was never asked for elsewhere shows nothing.
      return { isKept, keepsStatements: isKept || elsewhere > 0 };
    } finally {
      giveBackOther();
    }
  } finally {
    giveBackOne();
  }
}

/**
 * Lets `other` hold a session: the one that was given back last, or the one before it, for a pooler gives those two out in the same
 * order again and again.
 * @returns the process of it
 */
async function holding(one: pg.ClientBase, other: pg.ClientBase, before: boolean): Promise<number> {
  if (before) await one.query('BEGIN');
  await other.query('BEGIN');
  if (before) await one.query('COMMIT');
  return pidOf(other);
}
