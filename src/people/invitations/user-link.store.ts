import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import { UserLinkEntity } from './user-link.entity.js';
import type { UserLink } from './user-link.js';

const COLUMNS = `id, tenant_id AS "tenantId", user_id AS "userId", kind, provider_id AS "providerId", binding_id AS "bindingId",
  identity_settings AS "identitySettings", needs_code AS "needsCode", code_hash AS "codeHash", code_expires_at AS "codeExpiresAt", browser_hash AS "browserHash",
  proved_at AS "provedAt", failure, created_at AS "createdAt", expires_at AS "expiresAt", ended_at AS "endedAt", used_at AS "usedAt"`;

/** The rows of links. */
@Injectable()
export class UserLinkStore {
  async insert(transaction: Transaction, link: UserLink, token: string): Promise<void> {
    await transaction.getRepository(UserLinkEntity).insert({ ...link, tokenHash: hashSecret(token) });
  }

  /** Whose link it is: the token is the only thing that a browser brings, so it names the tenant. */
  async findByToken(reading: Lookups, token: string): Promise<UserLink | null> {
    const rows: UserLink[] = await reading.query(`SELECT ${COLUMNS} FROM user_link WHERE token_hash = $1`, [
      hashSecret(token),
    ]);
    return rows[0] ?? null;
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<UserLink | null> {
    const rows: UserLink[] = await reading.query(`SELECT ${COLUMNS} FROM user_link WHERE tenant_id = $1 AND id = $2`, [
      tenantId,
      id,
    ]);
    return rows[0] ?? null;
  }

  /** Of whatever tenant: a result page has nothing but the id. */
  async findAnywhere(reading: Lookups, id: string): Promise<UserLink | null> {
    const rows: UserLink[] = await reading.query(`SELECT ${COLUMNS} FROM user_link WHERE id = $1`, [id]);
    return rows[0] ?? null;
  }

  async lock(transaction: Transaction, tenantId: string, id: string): Promise<UserLink | null> {
    const rows: UserLink[] = await transaction.query(
      `SELECT ${COLUMNS} FROM user_link WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [tenantId, id],
    );
    return rows[0] ?? null;
  }

  /** A code was mailed; whatever an earlier one proved is forgotten. */
  async saveCode(
    transaction: Transaction,
    { id, tenantId }: UserLink,
    proof: { readonly codeHash: Buffer; readonly codeExpiresAt: Date; readonly browserHash: Buffer },
  ): Promise<void> {
    await transaction.getRepository(UserLinkEntity).update({ id, tenantId }, { ...proof, provedAt: null });
  }

  /** The code cannot be used again. */
  async saveProof(transaction: Transaction, { id, tenantId }: UserLink, browserHash: Buffer, now: Date): Promise<void> {
    const proved = { browserHash, provedAt: now, codeHash: null, codeExpiresAt: null };
    await transaction.getRepository(UserLinkEntity).update({ id, tenantId }, proved);
  }

  /** Ends a link that is open and whose address is proved: of two tabs only one does. */
  endProved({ id, tenantId }: UserLink, now: Date): Write {
    return {
      text: `UPDATE user_link SET ended_at = $3, used_at = $3, code_hash = NULL, browser_hash = NULL
        WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL AND proved_at IS NOT NULL AND expires_at > $3`,
      values: [tenantId, id, now],
      rows: 1,
    };
  }

  fail({ id, tenantId }: UserLink, failure: string): Write {
    return {
      text: 'UPDATE user_link SET failure = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL',
      values: [tenantId, id, failure],
      rows: null,
    };
  }

  /** It did what it was for. */
  async end(transaction: Transaction, { id, tenantId }: UserLink, now: Date): Promise<void> {
    await transaction
      .getRepository(UserLinkEntity)
      .update({ id, tenantId, endedAt: IsNull() }, { endedAt: now, usedAt: now });
  }

  /** Ends every link of a user. @returns their ids */
  async endAll(transaction: Transaction, tenantId: string, userId: string, now: Date): Promise<readonly string[]> {
    const [rows]: [{ id: string }[], number] = await transaction.query(
      `UPDATE user_link SET ended_at = $3, code_hash = NULL, browser_hash = NULL
        WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL RETURNING id`,
      [tenantId, userId, now],
    );
    return rows.map(({ id }) => id);
  }

  /** The open link of each user that sets up how they log in. */
  async openOf(
    reading: Reading,
    tenantId: string,
    userIds: readonly string[],
    now: Date,
  ): Promise<ReadonlyMap<string, UserLink>> {
    const rows: UserLink[] = await reading.query(
      `SELECT ${COLUMNS} FROM user_link WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND ended_at IS NULL
         AND expires_at > $3 AND kind <> 'confirmation'`,
      [tenantId, userIds, now],
    );
    return new Map(rows.map((link) => [link.userId, link]));
  }

  /** Of whatever tenant, links whose time was over before. */
  async deleteOver(transaction: Transaction, before: Date): Promise<void> {
    await transaction.getRepository(UserLinkEntity).delete({ expiresAt: LessThan(before) });
  }
}
