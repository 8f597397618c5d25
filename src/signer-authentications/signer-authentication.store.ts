import { Injectable } from '@nestjs/common';
import { STREAM_HEAD, type StreamHead, type StreamHeadColumns, streamHeadOf } from '../audit/stream-head.js';
import type { Transaction } from '../database/transaction.js';
import { type Write, writeTogether } from '../database/write-together.js';
import { decodeCursor, type ListQuery, type Page, pageOf, timeAndIdKey } from '../http/list.js';
import { type DataKey, DataKeys } from '../secrets/data-keys.js';
import { KeyedHash } from '../secrets/keyed-hash.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import type { Outcome } from './outcome.js';
import { type EnvelopeRecipient, RecipientStore } from './recipient.store.js';
import type {
  SignerAuthentication,
  SignerAuthenticationDetails,
  SignerAuthenticationStatus,
} from './signer-authentication.js';
import { type SignerAuthenticationRow, sealContextOf, signerAuthenticationOf } from './signer-authentication.row.js';

export interface ListFilter {
  readonly envelopeId?: string | undefined;
  readonly status?: SignerAuthenticationStatus | undefined;
}

/** Everything that a step of a login decides on, as it stood at one moment. It still stands so while the head does. */
export interface LocatedAuthentication {
  readonly authentication: SignerAuthentication;
  readonly recipient: EnvelopeRecipient;
  readonly head: StreamHead;
}

export interface ChangedDetails {
  readonly authentication: SignerAuthentication;
  readonly details: SignerAuthenticationDetails;
}

/** How a pending one ends. What is left out stays as it is. */
export interface SignerAuthenticationEnd {
  readonly status: Exclude<SignerAuthenticationStatus, 'pending'>;
  readonly outcome: Outcome;
  readonly now: Date;
  readonly details?: SignerAuthenticationDetails;
  readonly subjectHash?: Buffer;
  readonly failedAttempts?: number;
}

const sealedDetails = (
  { id, tenantId }: SignerAuthentication,
  details: SignerAuthenticationDetails | null,
  dataKey: DataKey,
): Buffer => dataKey.seal(JSON.stringify(details), sealContextOf(tenantId, id, 'details'));

/**
 * `(…) IS TRUE` keeps the planner to the primary key: a plan that was made, and is cached, while the table was still empty might
 * choose the tenant's index as well, and walk through all rows of the tenant ever after.
 */
const BY_ID = 's.id = $2 AND (s.tenant_id = $1) IS TRUE';

const SELECT =
  'SELECT s.*, r.data_key_id FROM signer_authentication s JOIN envelope_recipient r ON r.id = s.recipient_id';

/** The rows of signer authentications. What is about the person is sealed under their data key. */
@Injectable()
export class SignerAuthenticationStore {
  constructor(
    private readonly dataKeys: DataKeys,
    private readonly recipients: RecipientStore,
    private readonly keyedHash: KeyedHash,
  ) {}

  /** By which logins of the same person at the same provider can be found, and nobody with the database alone can guess. */
  subjectHash(
    reading: Transaction,
    tenantId: string,
    { issuer, sub }: { issuer: string; sub: string },
  ): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, 'subject', `${issuer} ${sub}`);
  }

  /** @param token sign-in token in clear */
  inserted(authentication: SignerAuthentication, token: string, dataKey: DataKey): Write {
    const { id, tenantId } = authentication;
    return {
      text: `INSERT INTO signer_authentication (id, tenant_id, envelope_id, envelope_external_id, recipient_id, workstep_id, status,
         token_hash, token_sealed, details, max_attempts, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12)`,
      values: [
        id,
        tenantId,
        authentication.envelopeId,
        authentication.envelopeExternalId,
        authentication.recipientId,
        authentication.workstepId,
        hashSecret(token),
        dataKey.seal(token, sealContextOf(tenantId, id, 'token')),
        sealedDetails(authentication, authentication.details, dataKey),
        authentication.maxAttempts,
        authentication.createdAt,
        authentication.expiresAt,
      ],
      rows: 1,
    };
  }

  async find(reading: Transaction, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(reading, `${SELECT} WHERE ${BY_ID}`, [tenantId, id]);
  }

  /** With the head of its envelope's stream, so that a start can be written if nothing has changed since. */
  async findByToken(reading: Transaction, token: string): Promise<LocatedAuthentication | null> {
    return this.located(reading, 's.token_hash = $1', [hashSecret(token)]);
  }

  /** The same, by its id. */
  async locate(reading: Transaction, tenantId: string, id: string): Promise<LocatedAuthentication | null> {
    return this.located(reading, BY_ID, [tenantId, id]);
  }

  /** The row, locked until the transaction ends. The recipient MUST be locked before where both are needed. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(transaction, `${SELECT} WHERE ${BY_ID} FOR UPDATE OF s`, [tenantId, id]);
  }

  /** The sign-in token in clear, for the replay of an idempotent creation; null once erased. */
  async token(reading: Transaction, tenantId: string, id: string): Promise<string | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(`${SELECT} WHERE ${BY_ID}`, [tenantId, id]);
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

  /** Unfinished ones of a recipient but one, in the order of their ids. */
  async findUnfinished(
    reading: Transaction,
    tenantId: string,
    recipientId: string,
    exceptId: string,
    now: Date,
  ): Promise<readonly SignerAuthentication[]> {
    const rows: SignerAuthenticationRow[] = await reading.query(
      `${SELECT} WHERE s.tenant_id = $1 AND s.recipient_id = $2 AND s.id <> $3 AND s.status = 'pending' AND s.expires_at > $4 ORDER BY s.id`,
      [tenantId, recipientId, exceptId, now],
    );
    return Promise.all(rows.map((row) => this.open(reading, row)));
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

  /** Other details of several that go on, all of one recipient. */
  changed(tenantId: string, changed: readonly ChangedDetails[], dataKey: DataKey): Write {
    return {
      text: `UPDATE signer_authentication AS s SET details = changed.details
        FROM unnest($2::uuid[], $3::bytea[]) AS changed (id, details)
        WHERE s.id = changed.id AND (s.tenant_id = $1 AND s.status = 'pending') IS TRUE`,
      values: [
        tenantId,
        changed.map(({ authentication }) => authentication.id),
        changed.map(({ authentication, details }) => sealedDetails(authentication, details, dataKey)),
      ],
      rows: changed.length,
    };
  }

  /** Counts a start of one that is as it was read. */
  started({ id, tenantId, starts }: SignerAuthentication): Write {
    return {
      text: `UPDATE signer_authentication SET starts = starts + 1
        WHERE id = $1 AND (tenant_id = $2 AND status = 'pending' AND starts = $3) IS TRUE`,
      values: [id, tenantId, starts],
      rows: 1,
    };
  }

  failedOnce({ id, tenantId, failedAttempts }: SignerAuthentication): Write {
    return {
      text: `UPDATE signer_authentication SET failed_attempts = failed_attempts + 1
        WHERE id = $1 AND (tenant_id = $2 AND status = 'pending' AND failed_attempts = $3) IS TRUE`,
      values: [id, tenantId, failedAttempts],
      rows: 1,
    };
  }

  /** Ends a pending one. Details and outcome are lost to an erased recipient, whose key is gone. */
  ended(authentication: SignerAuthentication, end: SignerAuthenticationEnd, dataKey: DataKey | null): Write {
    const { id, tenantId } = authentication;
    const {
      status,
      outcome,
      now,
      details = null,
      subjectHash = null,
      failedAttempts = authentication.failedAttempts,
    } = end;
    return {
      text: `UPDATE signer_authentication SET status = $3, outcome = $4, ended_at = $5, subject_hash = $6, failed_attempts = $7,
          details = coalesce($8, details)
        WHERE id = $1 AND (tenant_id = $2 AND status = 'pending') IS TRUE`,
      values: [
        id,
        tenantId,
        status,
        dataKey?.seal(JSON.stringify(outcome), sealContextOf(tenantId, id, 'outcome')) ?? null,
        now,
        subjectHash,
        failedAttempts,
        details === null || dataKey === null ? null : sealedDetails(authentication, details, dataKey),
      ],
      rows: 1,
    };
  }

  /** Ends a locked, pending one. */
  async end(
    transaction: Transaction,
    authentication: SignerAuthentication,
    end: SignerAuthenticationEnd,
  ): Promise<void> {
    const dataKey = await this.dataKeys.find(transaction, authentication.tenantId, authentication.dataKeyId);
    await writeTogether(transaction, [this.ended(authentication, end, dataKey)], authentication.id);
  }

  private async located(
    reading: Transaction,
    condition: string,
    parameters: unknown[],
  ): Promise<LocatedAuthentication | null> {
    const rows: (SignerAuthenticationRow & StreamHeadColumns & { readonly updates: Buffer | null })[] =
      await reading.query(
        `SELECT s.*, r.data_key_id, r.updates, ${STREAM_HEAD} FROM signer_authentication s
           JOIN envelope_recipient r ON r.id = s.recipient_id JOIN audit_stream AS stream ON stream.id = s.envelope_id
         WHERE ${condition}`,
        parameters,
      );
    const row = rows[0];
    if (row === undefined) return null;
    const recipient = await this.recipients.recipientOf(reading, { ...row, id: row.recipient_id });
    return {
      authentication: signerAuthenticationOf(row, recipient.dataKey),
      recipient,
      head: streamHeadOf(row, row.envelope_id, row.tenant_id),
    };
  }

  private async one(reading: Transaction, query: string, parameters: unknown[]): Promise<SignerAuthentication | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(query, parameters);
    return rows[0] === undefined ? null : this.open(reading, rows[0]);
  }

  private async open(reading: Transaction, row: SignerAuthenticationRow): Promise<SignerAuthentication> {
    return signerAuthenticationOf(row, await this.dataKeys.find(reading, row.tenant_id, row.data_key_id));
  }
}
