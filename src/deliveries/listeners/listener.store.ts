import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../../http/list.js';
import type { EndpointState, Listener, ListenerConfiguration, ListenerDetails, StoppedWhy } from '../listener.js';
import { ListenerSecretStore } from './listener-secret.store.js';

const listed = new PagedList('listeners', z.tuple([z.string()]));

interface ListenerRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly revision: number;
  readonly enabled: boolean;
  readonly configuration: ListenerConfiguration;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
}

interface EndpointRow {
  readonly listener_id: string;
  readonly failing_since: Date | null;
  readonly succeeded_at: Date | null;
  readonly stopped_at: Date | null;
  readonly stopped_why: StoppedWhy | null;
}

const listenerOf = (row: ListenerRow): Listener => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  revision: row.revision,
  enabled: row.enabled,
  configuration: row.configuration,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  archivedAt: row.archived_at,
});

const endpointOf = (row: EndpointRow): EndpointState => ({
  failingSince: row.failing_since,
  succeededAt: row.succeeded_at,
  stoppedAt: row.stopped_at,
  stoppedWhy: row.stopped_why,
});

/** The rows of listeners. */
@Injectable()
export class ListenerStore {
  constructor(private readonly secrets: ListenerSecretStore) {}

  async countKept(reading: Lookups, tenantId: string): Promise<number> {
    const rows: { count: number }[] = await reading.query(
      'SELECT count(*)::integer AS count FROM listener WHERE tenant_id = $1 AND archived_at IS NULL',
      [tenantId],
    );
    return rows[0]?.count ?? 0;
  }

  /** @throws CountersignError `request.conflict` when the name is taken */
  async insert(transaction: Transaction, listener: Listener, types: readonly string[]): Promise<void> {
    try {
      await transaction.query(
        `INSERT INTO listener (id, tenant_id, name, revision, enabled, configuration, types, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[listener.id, listener.tenantId, listener.name, listener.revision, listener.enabled],
          ...[JSON.stringify(listener.configuration), types, listener.createdAt, listener.updatedAt],
        ],
      );
    } catch (cause) {
      if (!violatesUnique(cause, 'listener_name_taken')) throw cause;
      const message = `${listener.name} is taken; names of deleted listeners are never used again`;
      throw new CountersignError('request.conflict', { detail: message, faults: [{ path: '$.name', message }], cause });
    }
  }

  async update(transaction: Transaction, listener: Listener, types: readonly string[]): Promise<void> {
    await transaction.query(
      `UPDATE listener SET revision = $2, enabled = $3, configuration = $4, types = $5, updated_at = $6, archived_at = $7
        WHERE id = $1`,
      [
        ...[listener.id, listener.revision, listener.enabled, JSON.stringify(listener.configuration), types],
        ...[listener.updatedAt, listener.archivedAt],
      ],
    );
  }

  /** Of that name, and not deleted. @param lock keeps others from changing it until the transaction ends */
  async findByName(reading: Reading, tenantId: string, name: string, lock = false): Promise<Listener | null> {
    const rows: ListenerRow[] = await reading.query(
      `SELECT * FROM listener WHERE tenant_id = $1 AND name = $2 AND archived_at IS NULL ${lock ? 'FOR UPDATE' : ''}`,
      [tenantId, name],
    );
    return rows[0] === undefined ? null : listenerOf(rows[0]);
  }

  async findById(reading: Reading, id: string, lock = false): Promise<Listener | null> {
    const rows: ListenerRow[] = await reading.query(
      `SELECT * FROM listener WHERE id = $1 AND archived_at IS NULL ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return rows[0] === undefined ? null : listenerOf(rows[0]);
  }

  /** Names by id, deleted listeners among them. */
  async namesOf(reading: Reading, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { id: string; name: string }[] = await reading.query(
      'SELECT id, name FROM listener WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
      [tenantId, ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<Listener>> {
    const after = listed.after(query.cursor);
    const rows: ListenerRow[] = await reading.query(
      `SELECT * FROM listener WHERE tenant_id = $1 AND archived_at IS NULL AND ($2::text IS NULL OR name > $2)
        ORDER BY name LIMIT $3`,
      [tenantId, after?.[0] ?? null, query.limit + 1],
    );
    return listed.page(rows, query.limit, (row) => [row.name], listenerOf);
  }

  /** With what answers show besides, in the order given. */
  async details(reading: Reading, listeners: readonly Listener[]): Promise<readonly ListenerDetails[]> {
    if (listeners.length === 0) return [];
    const ids = listeners.map(({ id }) => id);
    const secrets = await this.secrets.list(reading, ids);
    const endpoints: EndpointRow[] = await reading.query(
      'SELECT * FROM listener_endpoint WHERE listener_id = ANY($1::uuid[])',
      [ids],
    );
    return listeners.map((listener) => {
      const endpoint = endpoints.find((row) => row.listener_id === listener.id);
      if (endpoint === undefined) throw new Error(`The listener ${listener.id} has no endpoint`);
      return {
        listener,
        secrets: secrets.filter(({ listenerId }) => listenerId === listener.id),
        endpoint: endpointOf(endpoint),
      };
    });
  }

  /** What each listener of a tenant is configured with, disabled ones too. */
  async configurations(
    reading: Lookups,
    tenantId: string,
  ): Promise<readonly { readonly name: string; readonly configuration: ListenerConfiguration }[]> {
    return reading.query<{ name: string; configuration: ListenerConfiguration }[]>(
      `SELECT name, configuration FROM listener WHERE tenant_id = $1 AND archived_at IS NULL`,
      [tenantId],
    );
  }

  /** Notes anew which events each listener asks for: of all tenants, since the release names the types. */
  async refreshTypes(
    transaction: Transaction,
    typesOf: (events: readonly string[]) => readonly string[],
  ): Promise<void> {
    const rows: { id: string; events: string[]; types: string[] }[] = await transaction.query(
      `SELECT id, configuration -> 'events' AS events, types FROM listener WHERE archived_at IS NULL`,
    );
    for (const { id, events, types } of rows) {
      const present = typesOf(events);
      if (present.join() !== types.join())
        await transaction.query('UPDATE listener SET types = $2 WHERE id = $1', [id, present]);
    }
  }
}
