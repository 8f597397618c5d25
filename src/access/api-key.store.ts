import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { boundedCache } from '../caches/bounded-cache.js';
import type { Reading, Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type ListQuery, type Page, PagedList, timeAndIdKey } from '../http/list.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import { ApiKeyEntity } from './api-key.entity.js';
import type { StandingQuery } from './confirmation.store.js';
import type { Origin } from './origin.js';
import type { PrincipalActor } from './principal.js';
import type { Scope } from './scope.js';

const listed = new PagedList('api-keys', timeAndIdKey);

/** An API key without its secret, which is stored as a hash only. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** The key in whose place it came; null: none. */
  readonly rotatedFrom: string | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export const keyStates = ['valid', 'expired', 'revoked'] as const;

type KeyState = (typeof keyStates)[number];

const inState: Readonly<Record<KeyState, string>> = {
  valid: 'key.revokedAt IS NULL AND coalesce(key.expiresAt > :now, true)',
  expired: 'key.revokedAt IS NULL AND key.expiresAt <= :now',
  revoked: 'key.revokedAt IS NOT NULL',
};

/** A key that may be used now. */
interface ValidApiKey {
  readonly id: string;
  readonly tenant: { readonly id: string; readonly name: string };
  readonly scopes: readonly Scope[];
  /** Whether the operator has suspended its tenant: it may do nothing then. */
  readonly suspended: boolean;
}

/** A key that was valid when it was looked up. */
interface RecognisedApiKey extends Pick<ValidApiKey, 'id' | 'tenant'> {
  readonly standing: StandingQuery;
}

/** What became of a bootstrap key. */
interface ReplacedBootstrap {
  /** `made` also when it got other scopes; `revoked`: it was revoked before, and is not valid; null: nothing had to be done. */
  readonly change: 'made' | 'revoked' | null;
  readonly id: string;
  /** Ids of the earlier ones that are revoked now. */
  readonly replaced: readonly string[];
}

interface ValidRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly suspended: boolean;
  readonly scopes: Scope[];
}

const apiKeyOf = ({ id, name, scopes, createdAt, rotatedFrom, expiresAt, revokedAt }: ApiKeyEntity): ApiKey => ({
  id,
  name,
  scopes,
  createdAt,
  rotatedFrom,
  expiresAt,
  revokedAt,
});

/** A key that may be used, by its hash. @param first number of its first parameter: hash and time */
const validKey = (first: number, columns: string): string =>
  `SELECT ${columns}, t.suspended_at IS NOT NULL AS suspended, k.scopes FROM api_key k JOIN tenant t ON t.id = k.tenant_id
    WHERE k.hash = $${first} AND k.revoked_at IS NULL AND coalesce(k.expires_at > $${first + 1}, true)`;

const STANDING: StandingQuery['text'] = (first) => `${validKey(first, 'k.id')} AND k.id = $${first + 2}`;

const VALID = validKey(1, 'k.id, k.tenant_id, t.name AS tenant_name');

/** The rows of API keys. */
@Injectable()
export class ApiKeyStore {
  /** Whose the keys are that were valid once, by their hashes: that never changes. */
  private readonly seen = boundedCache<string, Pick<ValidApiKey, 'id' | 'tenant'>>(10_000);

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Null when the key is unknown, revoked or expired. */
  async findValid(key: string, now: Date): Promise<ValidApiKey | null> {
    const hash = hashSecret(key);
    const rows: ValidRow[] = await this.unitOfWork.lookups.query(VALID, [hash, now]);
    const row = rows[0];
    if (row === undefined) return null;
    const { id, tenant_id, tenant_name, scopes, suspended } = row;
    const found = { id, tenant: { id: tenant_id, name: tenant_name } };
    this.seen.set(hash.toString('base64'), found);
    return { ...found, scopes, suspended };
  }

  /** Whose key it is, if it was valid before, and what asks how it stands now. */
  recognise(key: string, now: Date): RecognisedApiKey | null {
    const hash = hashSecret(key);
    const seen = this.seen.get(hash.toString('base64'));
    if (seen === undefined) return null;
    return { ...seen, standing: { text: STANDING, parameters: [hash, now, seen.id] } };
  }

  async insert(
    transaction: Transaction,
    tenantId: string,
    { revokedAt: _none, ...apiKey }: ApiKey,
    key: string,
    by: Pick<PrincipalActor, 'type' | 'id'>,
  ): Promise<void> {
    const madeBy = { createdByType: by.type, createdById: by.id };
    await transaction.getRepository(ApiKeyEntity).insert({ ...apiKey, ...madeBy, tenantId, hash: hashSecret(key) });
  }

  /** Who has made a key; null when the tenant has none of that id. */
  async originOf(reading: Reading, tenantId: string, id: string): Promise<Origin | null> {
    const key = await reading.getRepository(ApiKeyEntity).findOneBy({ id, tenantId });
    if (key === null) return null;
    const { createdByType: type, createdById, rotatedFrom } = key;
    const madeBy = type === null || type === 'system' || createdById === null ? null : { type, id: createdById };
    return { madeBy, inPlaceOf: rotatedFrom };
  }

  /** @returns the key, and whether another came in its place; null when there is none that works. Locks it. */
  async lockValid(
    transaction: Transaction,
    tenantId: string,
    id: string,
    now: Date,
  ): Promise<{ readonly apiKey: ApiKey; readonly isRotated: boolean } | null> {
    const keys = transaction.getRepository(ApiKeyEntity);
    const key = await keys.findOne({
      where: { id, tenantId, revokedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    if (key === null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
    return { apiKey: apiKeyOf(key), isRotated: await keys.existsBy({ tenantId, rotatedFrom: id }) };
  }

  /** Lets a key end at a time. */
  async end(transaction: Transaction, tenantId: string, id: string, expiresAt: Date): Promise<void> {
    await transaction.getRepository(ApiKeyEntity).update({ id, tenantId }, { expiresAt });
  }

  async countValid(reading: Reading, tenantId: string, now: Date): Promise<number> {
    const valid = { tenantId, revokedAt: IsNull() };
    return reading.getRepository(ApiKeyEntity).countBy([
      { ...valid, expiresAt: IsNull() },
      { ...valid, expiresAt: MoreThan(now) },
    ]);
  }

  /** @returns the key, revoked now, or null when there is none that is not revoked yet */
  async revoke(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<ApiKey | null> {
    const keys = transaction.getRepository(ApiKeyEntity);
    const { affected } = await keys.update({ id, tenantId, revokedAt: IsNull() }, { revokedAt: now });
    return affected === 1 ? apiKeyOf(await keys.findOneByOrFail({ id, tenantId })) : null;
  }

  async list(
    tenantId: string,
    query: ListQuery & { readonly state?: KeyState | undefined },
    now: Date,
  ): Promise<Page<ApiKey>> {
    const after = listed.after(query.cursor);
    const selected = this.unitOfWork.reading
      .getRepository(ApiKeyEntity)
      .createQueryBuilder('key')
      .where('key.tenantId = :tenantId', { tenantId })
      .orderBy({ 'key.createdAt': 'ASC', 'key.id': 'ASC' })
      .limit(query.limit + 1);
    if (after !== null)
      selected.andWhere('(key.createdAt, key.id) > (:createdAt, :id)', { createdAt: after[0], id: after[1] });
    if (query.state !== undefined) selected.andWhere(inState[query.state], { now });
    return listed.page(
      await selected.getMany(),
      query.limit,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      apiKeyOf,
    );
  }

  /**
   * Makes a bootstrap key that is not known yet, in the place of an earlier one, which is revoked. One that is known gets the
   * scopes given, unless it was revoked: it stays so.
   *
   * @throws Error when the key is one that was issued to a tenant, which must not become the operator's
   */
  async replaceBootstrap(
    transaction: Transaction,
    tenantId: string,
    apiKey: ApiKey,
    key: string,
  ): Promise<ReplacedBootstrap> {
    const hash = hashSecret(key);
    const made: unknown[] = await transaction.query(
      `INSERT INTO api_key (id, tenant_id, name, hash, scopes, created_at, bootstrap) VALUES ($1, $2, $3, $4, $5, $6, true)
       ON CONFLICT (hash) DO NOTHING RETURNING id`,
      [apiKey.id, tenantId, apiKey.name, hash, apiKey.scopes, apiKey.createdAt],
    );
    if (made.length > 0) {
      const [replaced]: [{ id: string }[], number] = await transaction.query(
        `UPDATE api_key SET revoked_at = $2 WHERE tenant_id = $1 AND bootstrap AND hash <> $3 AND revoked_at IS NULL
          RETURNING id`,
        [tenantId, apiKey.createdAt, hash],
      );
      return { change: 'made', id: apiKey.id, replaced: replaced.map(({ id }) => id) };
    }
    const [known]: { id: string; bootstrap: boolean; revoked: boolean }[] = await transaction.query(
      `SELECT id, bootstrap, revoked_at IS NOT NULL AS revoked FROM api_key WHERE hash = $1 AND tenant_id = $2`,
      [hash, tenantId],
    );
    if (known?.bootstrap !== true)
      throw new Error('BOOTSTRAP_API_KEY is an API key that the service issued; choose a value of your own');
    if (known.revoked) return { change: 'revoked', id: known.id, replaced: [] };
    // Its id was read for the tenant just now.
    const [, widened]: [unknown, number] = await transaction.query(
      'UPDATE api_key SET scopes = $2 WHERE id = $1 AND scopes <> $2',
      [known.id, apiKey.scopes],
    );
    return { change: widened > 0 ? 'made' : null, id: known.id, replaced: [] };
  }
}
