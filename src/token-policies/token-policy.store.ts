import { Injectable } from '@nestjs/common';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { type ListQuery, type Page, PagedList, timeAndIdKey } from '../http/list.js';
import type { TokenPolicy } from './rules/token-policy.js';
import { TokenPolicyEntity } from './token-policy.entity.js';
import { type TriedClient, triedConsole } from './tried-client.js';

const listed = new PagedList('token-policies', timeAndIdKey);

/** A policy as it is stored. */
export interface StoredPolicy extends TokenPolicy {
  readonly tenantId: string;
  /** Counts its changes, from 1. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const policyOf = ({ conditions, demands, ...rest }: TokenPolicyEntity): StoredPolicy => ({
  ...rest,
  when: conditions,
  require: demands,
});

const rowOf = ({ when, require, ...rest }: StoredPolicy) => ({
  ...rest,
  conditions: when,
  demands: require,
});

/** The rows of policies. */
@Injectable()
export class TokenPolicyStore {
  /** Those that may concern a token of a client with some scopes, the oldest first. */
  async concerning(
    reading: Lookups,
    tenantId: string,
    clientId: string,
    scopes: readonly string[],
  ): Promise<readonly TokenPolicy[]> {
    const rows: TokenPolicy[] = await reading.query(
      `SELECT id, level, subject, conditions AS when, demands AS require, effect, reason FROM token_policy
        WHERE tenant_id = $1
          AND (level = 'tenant' OR (level = 'client' AND subject = $2) OR (level = 'scope' AND subject = ANY($3)))
        ORDER BY created_at, id`,
      [tenantId, clientId, scopes],
    );
    return rows;
  }

  /** Those that may concern tokens of a client, whatever their scopes, the oldest first; by the client alone, before anything is known of it. */
  async ofClient(reading: Lookups, clientId: string): Promise<readonly TokenPolicy[]> {
    const rows: TokenPolicy[] = await reading.query(
      `SELECT p.id, p.level, p.subject, p.conditions AS when, p.demands AS require, p.effect, p.reason
         FROM oauth_client c JOIN token_policy p ON p.tenant_id = c.tenant_id
        WHERE c.id = $1 AND (p.level <> 'client' OR p.subject = $1)
        ORDER BY p.created_at, p.id`,
      [clientId],
    );
    return rows;
  }

  /** What decides about tokens of a client of the tenant before any policy does; null: there is none of that id. */
  async triedClient(reading: Lookups, tenantId: string, clientId: string): Promise<TriedClient | null> {
    const rows: TriedClient[] = await reading.query(
      `SELECT enabled, scopes, authentication ->> 'method' AS authentication, token_binding AS binding,
              CASE WHEN refresh THEN grants || '{refresh_token}' ELSE grants END AS grants, first_party AS "firstParty"
         FROM oauth_client WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL`,
      [tenantId, clientId],
    );
    const [client] = rows;
    if (client === undefined) return null;
    return client.firstParty ? { ...triedConsole, enabled: client.enabled } : client;
  }

  async find(reading: Reading, tenantId: string, id: string): Promise<StoredPolicy | null> {
    const row = await reading.getRepository(TokenPolicyEntity).findOneBy({ tenantId, id });
    return row === null ? null : policyOf(row);
  }

  /** As `find`, and nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<StoredPolicy | null> {
    const row = await transaction
      .getRepository(TokenPolicyEntity)
      .findOne({ where: { tenantId, id }, lock: { mode: 'pessimistic_write' } });
    return row === null ? null : policyOf(row);
  }

  /** The oldest first. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<StoredPolicy>> {
    const after = listed.after(query.cursor);
    const selected = reading
      .getRepository(TokenPolicyEntity)
      .createQueryBuilder('policy')
      .where('policy.tenantId = :tenantId', { tenantId })
      .orderBy({ 'policy.createdAt': 'ASC', 'policy.id': 'ASC' })
      .limit(query.limit + 1);
    if (after !== null)
      selected.andWhere('(policy.createdAt, policy.id) > (:createdAt, :id)', { createdAt: after[0], id: after[1] });
    return listed.page(
      await selected.getMany(),
      query.limit,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      policyOf,
    );
  }

  async insert(transaction: Transaction, policy: StoredPolicy): Promise<void> {
    await transaction.getRepository(TokenPolicyEntity).insert(rowOf(policy));
  }

  async update(transaction: Transaction, policy: StoredPolicy): Promise<void> {
    const { id, tenantId } = policy;
    await transaction.getRepository(TokenPolicyEntity).update({ id, tenantId }, rowOf(policy));
  }

  async delete(transaction: Transaction, { id, tenantId }: StoredPolicy): Promise<void> {
    await transaction.getRepository(TokenPolicyEntity).delete({ id, tenantId });
  }
}
