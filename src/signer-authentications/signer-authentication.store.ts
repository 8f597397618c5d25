import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { beforeCommit } from '../database/unit-of-work.js';
import { decodeCursor, type ListQuery, type Page, pageOf, timeAndIdKey } from '../http/list.js';
import { type DataKey, DataKeys } from '../secrets/data-keys.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import type { Outcome } from './outcome.js';
import {
  MAXIMUM_STARTS,
  type SignerAuthentication,
  type SignerAuthenticationDetails,
  type SignerAuthenticationStatus,
} from './signer-authentication.js';
import { type SignerAuthenticationRow, sealContextOf, signerAuthenticationOf } from './signer-authentication.row.js';

export interface ListFilter {
  readonly envelopeId?: string | undefined;
  readonly status?: SignerAuthenticationStatus | undefined;
}

const SELECT =
  'SELECT s.*, r.data_key_id FROM signer_authentication s JOIN envelope_recipient r ON r.id = s.recipient_id';

/** The rows of signer authentications. What is about the person is sealed under their data key. */
@Injectable()
export class SignerAuthenticationStore {
  constructor(private readonly dataKeys: DataKeys) {}

  async insert(
    transaction: Transaction,
    authentication: SignerAuthentication,
    token: string,
    dataKey: DataKey,
  ): Promise<void> {
    const { id, tenantId } = authentication;
    const inserted = transaction.query(
      `INSERT INTO signer_authentication (id, tenant_id, envelope_id, envelope_external_id, recipient_id, workstep_id, status,
         token_hash, token_sealed, details, max_attempts, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12)`,
      [
        id,
        tenantId,
        authentication.envelopeId,
        authentication.envelopeExternalId,
        authentication.recipientId,
        authentication.workstepId,
        hashSecret(token),
        dataKey.seal(token, sealContextOf(tenantId, id, 'token')),
        dataKey.seal(JSON.stringify(authentication.details), sealContextOf(tenantId, id, 'details')),
        authentication.maxAttempts,
        authentication.createdAt,
        authentication.expiresAt,
      ],
    );
    await beforeCommit(transaction, inserted);
  }

  async find(reading: Transaction, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(reading, `${SELECT} WHERE s.tenant_id = $1 AND s.id = $2`, [tenantId, id]);
  }

  async findByToken(reading: Transaction, token: string): Promise<SignerAuthentication | null> {
    return this.one(reading, `${SELECT} WHERE s.token_hash = $1`, [hashSecret(token)]);
  }

  /** The row, locked until the transaction ends. The recipient MUST be locked before where both are needed. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(transaction, `${SELECT} WHERE s.tenant_id = $1 AND s.id = $2 FOR UPDATE OF s`, [tenantId, id]);
  }

  /** The sign-in token in clear, for the replay of an idempotent creation; null once erased. */
  async token(reading: Transaction, tenantId: string, id: string): Promise<string | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(`${SELECT} WHERE s.tenant_id = $1 AND s.id = $2`, [
      tenantId,
      id,
    ]);
    const row = rows[0];
    if (row === undefined || row.token_sealed === null) return null;
    const dataKey = await this.dataKeys.find(reading, tenantId, row.data_key_id);
    return dataKey === null
      ? null
      : dataKey.open(row.token_sealed, sealContextOf(tenantId, id, 'token')).toString('utf8');
  }

  async list(
    reading: Transaction,
    tenantId: string,
    filter: ListFilter,
    query: ListQuery,
  ): Promise<Page<SignerAuthentication>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, timeAndIdKey);
    const rows: SignerAuthenticationRow[] = await reading.query(
      `${SELECT} WHERE s.tenant_id = $1 AND ($2::text IS NULL OR s.envelope_external_id = $2) AND ($3::text IS NULL OR s.status = $3)
         AND ($4::timestamptz IS NULL OR (s.created_at, s.id) > ($4::timestamptz, $5::uuid)) ORDER BY s.created_at, s.id LIMIT $6`,
      [
        tenantId,
        filter.envelopeId ?? null,
        filter.status ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    const opened = new Map<string, SignerAuthentication>();
    for (const row of rows) opened.set(row.id, await this.open(reading, row));
    const items = rows.flatMap((row) => opened.get(row.id) ?? []);
    return pageOf(
      items,
      query.limit,
      (item) => [item.createdAt.toISOString(), item.id],
      (item) => item,
    );
  }

  /** Ids of pending ones whose time has passed. */
  async overdue(reading: Transaction, now: Date, limit: number): Promise<readonly { id: string; tenantId: string }[]> {
    const rows: { id: string; tenant_id: string }[] = await reading.query(
      `SELECT id, tenant_id FROM signer_authentication WHERE status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, limit],
    );
    return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id }));
  }

  /** Unfinished ones of a recipient but one, locked in the order of their ids. */
  async lockUnfinished(
    transaction: Transaction,
    tenantId: string,
    recipientId: string,
    exceptId: string,
    now: Date,
  ): Promise<readonly SignerAuthentication[]> {
    const rows: SignerAuthenticationRow[] = await transaction.query(
      `${SELECT} WHERE s.tenant_id = $1 AND s.recipient_id = $2 AND s.id <> $3 AND s.status = 'pending' AND s.expires_at > $4 ORDER BY s.id FOR UPDATE OF s`,
      [tenantId, recipientId, exceptId, now],
    );
    return Promise.all(rows.map((row) => this.open(transaction, row)));
  }

  /** All pending ones of a recipient, expired on paper or not, locked in the order of their ids. */
  async lockPending(
    transaction: Transaction,
    tenantId: string,
    recipientId: string,
  ): Promise<readonly SignerAuthentication[]> {
    const rows: SignerAuthenticationRow[] = await transaction.query(
      `${SELECT} WHERE s.tenant_id = $1 AND s.recipient_id = $2 AND s.status = 'pending' ORDER BY s.id FOR UPDATE OF s`,
      [tenantId, recipientId],
    );
    return Promise.all(rows.map((row) => this.open(transaction, row)));
  }

  async saveDetails(
    transaction: Transaction,
    authentication: SignerAuthentication,
    details: SignerAuthenticationDetails,
    dataKey: DataKey,
  ): Promise<void> {
    const { id, tenantId } = authentication;
    await transaction.query('UPDATE signer_authentication SET details = $3 WHERE id = $1 AND tenant_id = $2', [
      id,
      tenantId,
      dataKey.seal(JSON.stringify(details), sealContextOf(tenantId, id, 'details')),
    ]);
  }

  /** Counts a start. @returns false when it is no longer pending, has expired, or was started too often; then nothing is counted */
  async countStart(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<boolean> {
    const [, count]: [unknown[], number] = await transaction.query(
      `UPDATE signer_authentication SET starts = starts + 1 WHERE id = $1 AND tenant_id = $2 AND status = 'pending' AND expires_at > $3 AND starts < $4`,
      [id, tenantId, now, MAXIMUM_STARTS],
    );
    return count === 1;
  }

  async countFailedAttempt(transaction: Transaction, tenantId: string, id: string): Promise<void> {
    await transaction.query(
      'UPDATE signer_authentication SET failed_attempts = failed_attempts + 1 WHERE id = $1 AND tenant_id = $2',
      [id, tenantId],
    );
  }

  /** Ends a locked, pending one. `outcome` is lost to an erased recipient, whose key is gone. */
  async end(
    transaction: Transaction,
    authentication: SignerAuthentication,
    status: Exclude<SignerAuthenticationStatus, 'pending'>,
    outcome: Outcome,
    now: Date,
    subjectHash: Buffer | null = null,
  ): Promise<void> {
    const { id, tenantId } = authentication;
    const dataKey = await this.dataKeys.find(transaction, tenantId, authentication.dataKeyId);
    const [, count]: [unknown[], number] = await transaction.query(
      `UPDATE signer_authentication SET status = $3, outcome = $4, ended_at = $5, subject_hash = $6 WHERE id = $1 AND tenant_id = $2 AND status = 'pending'`,
      [
        id,
        tenantId,
        status,
        dataKey?.seal(JSON.stringify(outcome), sealContextOf(tenantId, id, 'outcome')) ?? null,
        now,
        subjectHash,
      ],
    );
    if (count !== 1) throw new Error(`Signer authentication ${id} was ended although it was not pending`);
  }

  private async one(reading: Transaction, query: string, parameters: unknown[]): Promise<SignerAuthentication | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(query, parameters);
    return rows[0] === undefined ? null : this.open(reading, rows[0]);
  }

  private async open(reading: Transaction, row: SignerAuthenticationRow): Promise<SignerAuthentication> {
    return signerAuthenticationOf(row, await this.dataKeys.find(reading, row.tenant_id, row.data_key_id));
  }
}
