import { Injectable } from '@nestjs/common';
import type { EndedTrip } from '../../attempts/attempt-owner.js';
import { STREAM_HEAD, type StreamHead, streamHeadOf } from '../../audit/stream-head.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import type { ListQuery, Page } from '../../http/list.js';
import {
  joinedProvider,
  PROVIDER_LOCATION,
  type ProviderLocation,
  type ProviderLocationColumns,
  providerLocationOf,
} from '../../providers/stores/provider-location.store.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import { SealBrokenError } from '../../secrets/sealing.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { FollowedLinks, type LocatedRow } from './followed-links.js';
import { type ListFilter, listIn, listQuery } from './list-query.js';
import { type EnvelopeRecipient, RecipientStore } from './recipient.store.js';
import {
  SIGNER_AUTHENTICATION,
  type SignerAuthenticationRow,
  sealContextOf,
  signerAuthenticationOf,
} from './signer-authentication.row.js';
import { endAuthentication, type SignerAuthenticationEnd } from './signer-authentication.writes.js';

/** Everything that a step of a login decides on, as it stood at one moment. It still stands so while the head does. */
export interface LocatedAuthentication {
  readonly authentication: SignerAuthentication;
  readonly recipient: EnvelopeRecipient;
  readonly head: StreamHead;
}

/** What a sign-in link leads to, with the providers that it offers. */
export interface LinkedAuthentication extends LocatedAuthentication {
  /** Those that are not deleted; null: it was made before they were told apart, and they have to be looked for. */
  readonly providers: readonly ProviderLocation[] | null;
}

/**
 * `(…) IS TRUE` keeps the planner to the primary key: a plan that was made, and is cached, while the table was still empty might
 * choose the tenant's index as well, and walk through all rows of the tenant ever after.
 */
const BY_ID = 's.id = $2 AND (s.tenant_id = $1) IS TRUE';

const FROM = 'signer_authentication s JOIN envelope_recipient r ON r.id = s.recipient_id';
const SELECT = `SELECT ${SIGNER_AUTHENTICATION}, r.data_key_id FROM ${FROM}`;
const LOCATED = `${SIGNER_AUTHENTICATION}, r.data_key_id, r.updates, ${STREAM_HEAD}`;
const LOCATED_FROM = `${FROM} JOIN audit_stream AS stream ON stream.id = s.envelope_id`;

/** The rows of signer authentications. What is about the person is sealed under their data key. */
@Injectable()
export class SignerAuthenticationStore {
  private readonly followed = new FollowedLinks();

  constructor(
    private readonly dataKeys: DataKeys,
    private readonly recipients: RecipientStore,
    private readonly keyedHash: KeyedHash,
  ) {}

  /** By which logins of the same person at the same provider can be found, and nobody with the database alone can guess. */
  subjectHash(reading: Lookups, tenantId: string, { issuer, sub }: { issuer: string; sub: string }): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, 'subject', `${issuer} ${sub}`);
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(reading, `${SELECT} WHERE ${BY_ID}`, [tenantId, id]);
  }

  /** With the head of its envelope's stream, so that a start can be written if nothing has changed since. */
  async findByToken(reading: Lookups, token: string): Promise<LinkedAuthentication | null> {
    const rows: (LocatedRow & ProviderLocationColumns & { readonly provider_ids: readonly string[] | null })[] =
      await reading.query(
        `SELECT ${LOCATED}, s.provider_ids, ${PROVIDER_LOCATION} FROM ${LOCATED_FROM} LEFT JOIN unnest(s.provider_ids) AS offered (id) ON true
         ${joinedProvider('offered.id', 's.tenant_id')} WHERE s.token_hash = $1`,
        [hashSecret(token)],
      );
    const [row] = rows;
    if (row === undefined) return null;
    this.followed.remember(row);
    const providers = row.provider_ids === null ? null : rows.flatMap((one) => providerLocationOf(one) ?? []);
    return { ...(await this.located(reading, row)), providers };
  }

  /** As it stands now, by its id. */
  async locate(reading: Lookups, tenantId: string, id: string): Promise<LocatedAuthentication | null> {
    const [row]: LocatedRow[] = await reading.query(`SELECT ${LOCATED} FROM ${LOCATED_FROM} WHERE ${BY_ID}`, [
      tenantId,
      id,
    ]);
    return row === undefined ? null : this.located(reading, row);
  }

  /** See `FollowedLinks`. */
  startWritten(id: string, from: StreamHead, heads: readonly StreamHead[]): void {
    this.followed.startWritten(id, from, heads);
  }

  /**
   * As `locate`, from memory, for an attempt whose callback has moved the stream; null when its link was not followed here, or others
   * have moved the stream in between. Whoever writes MUST make the head a condition.
   */
  async locateFollowed(reading: Lookups, { attempt, moved }: Pick<EndedTrip, 'attempt' | 'moved'>) {
    const row = moved === null ? null : this.followed.take(attempt.tenantId, attempt.ownerId, moved.from);
    return row === null || moved === null ? null : { ...(await this.located(reading, row)), head: moved.to };
  }

  /** The row, locked until the transaction ends. The recipient MUST be locked before where both are needed. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<SignerAuthentication | null> {
    return this.one(transaction, `${SELECT} WHERE ${BY_ID} FOR UPDATE OF s`, [tenantId, id]);
  }

  /** The sign-in token in clear, for the replay of an idempotent creation; null once erased. */
  async token(reading: Lookups, tenantId: string, id: string): Promise<string | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(`${SELECT} WHERE ${BY_ID}`, [tenantId, id]);
    const row = rows[0];
    if (row === undefined || row.token_sealed === null) return null;
    const dataKey = await this.dataKeys.find(reading, tenantId, row.data_key_id);
    return dataKey === null
      ? null
      : dataKey.open(row.token_sealed, sealContextOf(tenantId, id, 'token')).toString('utf8');
  }

  async list(
    reading: Reading,
    tenantId: string,
    filter: ListFilter,
    { cursor, limit }: ListQuery,
  ): Promise<Page<SignerAuthentication>> {
    const listed = listIn(filter.sort);
    const emailHash =
      filter.email === undefined
        ? null
        : await this.recipients.hashOf(reading.present ?? reading, tenantId, filter.email);
    const { conditions, parameters } = listQuery({ tenantId, filter, emailHash, after: listed.after(cursor), limit });
    const rows: SignerAuthenticationRow[] = await reading.query(`${SELECT} ${conditions}`, parameters);
    const keys = await this.dataKeys.findAll(reading, tenantId, [...new Set(rows.map((row) => row.data_key_id))]);
    return listed.page(
      rows,
      limit,
      (row) => [row.created_at.toISOString(), row.id],
      (row) => {
        const dataKey = keys.get(row.data_key_id) ?? null;
        if (dataKey instanceof SealBrokenError) throw dataKey;
        return signerAuthenticationOf(row, dataKey);
      },
    );
  }

  /** Ids of pending ones, of every tenant, whose time has passed. */
  async overdue(reading: Reading, now: Date, limit: number): Promise<readonly { id: string; tenantId: string }[]> {
    const rows: { id: string; tenant_id: string }[] = await reading.query(
      `SELECT id, tenant_id FROM signer_authentication WHERE status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, limit],
    );
    return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id }));
  }

  /** Unfinished ones of a recipient but one, in the order of their ids. */
  async findUnfinished(
    reading: Lookups,
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

  /** Ends a locked, pending one. */
  async end(
    transaction: Transaction,
    authentication: SignerAuthentication,
    end: SignerAuthenticationEnd,
  ): Promise<void> {
    const dataKey = await this.dataKeys.find(transaction, authentication.tenantId, authentication.dataKeyId);
    await writeTogether(transaction, [endAuthentication(authentication, end, dataKey)], authentication.id);
  }

  /** Cancels a locked, pending one without an outcome, as for a person who is being erased. */
  async cancelErased(transaction: Transaction, { tenantId, id }: SignerAuthentication, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE signer_authentication SET status = 'cancelled', ended_at = $3 WHERE id = $1 AND (tenant_id = $2) IS TRUE`,
      [id, tenantId, now],
    );
  }

  /** Erases what is about a recipient in all of theirs. */
  async eraseOfRecipient(transaction: Transaction, tenantId: string, recipientId: string): Promise<void> {
    await transaction.query(
      `UPDATE signer_authentication SET details = NULL, outcome = NULL, token_sealed = NULL, subject_hash = NULL
       WHERE recipient_id = $1 AND (tenant_id = $2) IS TRUE`,
      [recipientId, tenantId],
    );
  }

  /** Ids of those whose recipients have one of the data keys. */
  async idsOfDataKeys(
    transaction: Transaction,
    tenantId: string,
    dataKeyIds: readonly string[],
  ): Promise<readonly string[]> {
    const rows: { id: string }[] = await transaction.query(
      `SELECT a.id FROM signer_authentication AS a JOIN envelope_recipient AS r ON r.id = a.recipient_id
       WHERE r.tenant_id = $1 AND r.data_key_id = ANY($2::uuid[])`,
      [tenantId, dataKeyIds],
    );
    return rows.map(({ id }) => id);
  }

  private async located(reading: Lookups, row: LocatedRow): Promise<LocatedAuthentication> {
    const recipient = await this.recipients.recipientOf(reading, { ...row, id: row.recipient_id });
    return {
      authentication: signerAuthenticationOf(row, recipient.dataKey),
      recipient,
      head: streamHeadOf(row, row.envelope_id, row.tenant_id),
    };
  }

  private async one(reading: Lookups, query: string, parameters: unknown[]): Promise<SignerAuthentication | null> {
    const rows: SignerAuthenticationRow[] = await reading.query(query, parameters);
    return rows[0] === undefined ? null : this.open(reading, rows[0]);
  }

  private async open(reading: Lookups, row: SignerAuthenticationRow): Promise<SignerAuthentication> {
    return signerAuthenticationOf(row, await this.dataKeys.find(reading, row.tenant_id, row.data_key_id));
  }
}
