import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import { violatesUnique } from '../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList, timeKey } from '../http/list.js';
import { OAuthClientEntity } from './oauth-client.entity.js';
import type { OAuthClient } from './oauth-client.js';

/** By the time at which they were made; ids of clients are text. */
const listed = new PagedList('oauth-clients', z.tuple([timeKey, z.string().max(200)]));

/** A secret of a client: that it is there, never its value. */
export interface ClientSecret {
  readonly id: string;
  readonly createdAt: Date;
  /** null: until another one takes its place. */
  readonly expiresAt: Date | null;
}

/** A public key of a client. */
export interface ClientKey {
  readonly jwk: JWK & { readonly kid: string };
  /** When it was added. */
  readonly setAt: Date;
}

/** Whose a secret or a key is. */
interface OfClient {
  readonly clientId: string;
}

const clientOf = (row: OAuthClientEntity): OAuthClient => ({
  id: row.id,
  tenantId: row.tenantId,
  name: row.name,
  integration: row.integration,
  grants: row.grants,
  redirectUris: row.redirectUris,
  scopes: row.scopes,
  authentication: row.authentication,
  tokens: {
    bound: row.tokenBinding,
    format: row.tokenFormat,
    accessSeconds: row.accessSeconds,
    refresh: row.refresh,
    idTokenSignedResponseAlg: row.idTokenAlgorithm,
  },
  ownerId: row.ownerId,
  enabled: row.enabled,
  tokenEpoch: row.tokenEpoch,
  firstParty: row.firstParty,
  revision: row.revision,
  createdBy: { type: row.createdByType, id: row.createdById },
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

const columnsOf = (client: OAuthClient) => ({
  name: client.name,
  integration: client.integration,
  grants: client.grants,
  redirectUris: client.redirectUris,
  scopes: client.scopes,
  authentication: client.authentication,
  tokenBinding: client.tokens.bound,
  tokenFormat: client.tokens.format,
  accessSeconds: client.tokens.accessSeconds,
  refresh: client.tokens.refresh,
  idTokenAlgorithm: client.tokens.idTokenSignedResponseAlg,
  ownerId: client.ownerId,
  enabled: client.enabled,
  tokenEpoch: client.tokenEpoch,
  revision: client.revision,
  updatedAt: client.updatedAt,
});

async function withFreeName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!violatesUnique(error, 'oauth_client_name_taken')) throw error;
    const faults = [{ path: '$.name', message: `${name} is taken` }];
    throw new CountersignError('request.conflict', { faults, cause: error });
  }
}

/** The rows of clients, their secrets and keys, as administrators see them. Our own clients are never found here. */
@Injectable()
export class OAuthClientStore {
  async insert(transaction: Transaction, client: OAuthClient): Promise<void> {
    const { id, tenantId, firstParty, createdAt, createdBy } = client;
    const row = { ...columnsOf(client), id, tenantId, firstParty, createdAt };
    await withFreeName(client.name, () =>
      transaction
        .getRepository(OAuthClientEntity)
        .insert({ ...row, createdByType: createdBy.type, createdById: createdBy.id }),
    );
  }

  async update(transaction: Transaction, client: OAuthClient): Promise<void> {
    const { id, tenantId } = client;
    await withFreeName(client.name, () =>
      transaction.getRepository(OAuthClientEntity).update({ id, tenantId }, columnsOf(client)),
    );
  }

  /** Its secrets and keys go; what stands on it is refused from the next request on. */
  async delete(transaction: Transaction, { id, tenantId }: OAuthClient, now: Date): Promise<void> {
    await transaction.query('DELETE FROM oauth_client_secret WHERE tenant_id = $1 AND client_id = $2', [tenantId, id]);
    await transaction.query('DELETE FROM oauth_client_key WHERE tenant_id = $1 AND client_id = $2', [tenantId, id]);
    await transaction.getRepository(OAuthClientEntity).update({ id, tenantId }, { deletedAt: now });
  }

  async find(reading: Reading, tenantId: string, id: string): Promise<OAuthClient | null> {
    const where = { tenantId, id, deletedAt: IsNull(), firstParty: false };
    const row = await reading.getRepository(OAuthClientEntity).findOneBy(where);
    return row === null ? null : clientOf(row);
  }

  async lock(transaction: Transaction, tenantId: string, id: string): Promise<OAuthClient | null> {
    const row = await transaction.getRepository(OAuthClientEntity).findOne({
      where: { tenantId, id, deletedAt: IsNull(), firstParty: false },
      lock: { mode: 'pessimistic_write' },
    });
    return row === null ? null : clientOf(row);
  }

  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<OAuthClient>> {
    const after = listed.after(query.cursor);
    const selected = reading
      .getRepository(OAuthClientEntity)
      .createQueryBuilder('client')
      .where('client.tenantId = :tenantId AND client.deletedAt IS NULL AND NOT client.firstParty', { tenantId })
      .orderBy({ 'client.createdAt': 'ASC', 'client.id': 'ASC' })
      .limit(query.limit + 1);
    if (after !== null)
      selected.andWhere('(client.createdAt, client.id) > (:createdAt, :id)', { createdAt: after[0], id: after[1] });
    return listed.page(
      await selected.getMany(),
      query.limit,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      clientOf,
    );
  }

  /** Those that work now, the newest first. */
  secrets(reading: Lookups, { tenantId, id }: OAuthClient, now: Date): Promise<readonly ClientSecret[]> {
    return this.secretsOf(reading, tenantId, [id], now);
  }

  /** As `secrets`, of several clients. */
  async secretsOf(
    reading: Lookups,
    tenantId: string,
    clientIds: readonly string[],
    now: Date,
  ): Promise<readonly (ClientSecret & OfClient)[]> {
    return reading.query(
      `SELECT client_id AS "clientId", id, created_at AS "createdAt", expires_at AS "expiresAt" FROM oauth_client_secret
        WHERE tenant_id = $1 AND client_id = ANY($2) AND coalesce(expires_at > $3, true) ORDER BY created_at DESC, id`,
      [tenantId, clientIds, now],
    );
  }

  async addSecret(transaction: Transaction, client: OAuthClient, secret: ClientSecret, hash: Buffer): Promise<void> {
    await transaction.query(
      'INSERT INTO oauth_client_secret (id, tenant_id, client_id, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [secret.id, client.tenantId, client.id, hash, secret.createdAt, secret.expiresAt],
    );
  }

  /** Lets those that work now end at a time, or before. */
  async retireSecrets(transaction: Transaction, client: OAuthClient, at: Date): Promise<void> {
    await transaction.query(
      `UPDATE oauth_client_secret SET expires_at = least(coalesce(expires_at, $3), $3)
        WHERE tenant_id = $1 AND client_id = $2`,
      [client.tenantId, client.id, at],
    );
  }

  /** Ends all but the newest one that works now. */
  async retireOlder(transaction: Transaction, client: OAuthClient, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE oauth_client_secret SET expires_at = $3
        WHERE tenant_id = $1 AND client_id = $2 AND coalesce(expires_at > $3, true) AND id <> (
          SELECT id FROM oauth_client_secret
           WHERE tenant_id = $1 AND client_id = $2 AND coalesce(expires_at > $3, true) ORDER BY created_at DESC, id LIMIT 1)`,
      [client.tenantId, client.id, now],
    );
  }

  /** The oldest first. */
  keys(reading: Lookups, { tenantId, id }: OAuthClient): Promise<readonly ClientKey[]> {
    return this.keysOf(reading, tenantId, [id]);
  }

  /** As `keys`, of several clients. */
  async keysOf(
    reading: Lookups,
    tenantId: string,
    clientIds: readonly string[],
  ): Promise<readonly (ClientKey & OfClient)[]> {
    return reading.query(
      `SELECT client_id AS "clientId", jwk, created_at AS "setAt" FROM oauth_client_key
        WHERE tenant_id = $1 AND client_id = ANY($2) ORDER BY created_at, kid`,
      [tenantId, clientIds],
    );
  }

  async addKey(
    transaction: Transaction,
    client: OAuthClient,
    key: {
      readonly id: string;
      readonly jwk: JWK & { readonly kid: string };
      readonly generated: boolean;
      readonly path: string;
    },
    now: Date,
  ): Promise<void> {
    try {
      await transaction.query(
        'INSERT INTO oauth_client_key (id, tenant_id, client_id, kid, jwk, generated, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [key.id, client.tenantId, client.id, key.jwk.kid, JSON.stringify(key.jwk), key.generated, now],
      );
    } catch (cause) {
      if (!violatesUnique(cause, 'oauth_client_key_taken')) throw cause;
      const faults = [{ path: key.path, message: `the client has a key ${key.jwk.kid} already` }];
      throw new CountersignError('request.conflict', { faults, cause });
    }
  }

  /** @returns whether it was there */
  async removeKey(transaction: Transaction, client: OAuthClient, kid: string): Promise<boolean> {
    const [, removed]: [unknown, number] = await transaction.query(
      'DELETE FROM oauth_client_key WHERE tenant_id = $1 AND client_id = $2 AND kid = $3',
      [client.tenantId, client.id, kid],
    );
    return removed > 0;
  }
}
