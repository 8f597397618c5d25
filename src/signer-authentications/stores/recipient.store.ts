import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { envelopeStreamId } from '../../audit/format/stream.js';
import { STREAM_HEAD, type StreamHead, type StreamHeadColumns, streamHeadOf } from '../../audit/stream-head.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import {
  joinedProviderOfName,
  PROVIDER_LOCATION,
  type ProviderLocation,
  type ProviderLocationColumns,
  providerLocationOf,
} from '../../providers/stores/provider-location.store.js';
import type { DataKey } from '../../secrets/data-key.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import type { SealContext } from '../../secrets/sealing.js';
import type { HeldUpdates } from '../held-updates.js';

/** A recipient of an envelope: one normalised e-mail address, its data key, and the values that providers gave. */
export interface EnvelopeRecipient {
  readonly id: string;
  readonly tenantId: string;
  /** null once the person's data have been erased. */
  readonly dataKey: DataKey | null;
  readonly updates: HeldUpdates;
}

/** Columns of `envelope_recipient`. */
interface RecipientRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly data_key_id: string;
  readonly updates: Buffer | null;
}

const updatesContext = (tenantId: string, id: string): SealContext => ({
  tenantId,
  table: 'envelope_recipient',
  row: id,
  purpose: 'updates',
});

/** What creating a signer authentication needs to know of an envelope, and of the providers that it names. */
export interface RecipientPlace {
  readonly emailHash: Buffer;
  readonly head: StreamHead;
  /** null when the envelope has no such recipient yet, or their data have been erased. */
  readonly recipient: EnvelopeRecipient | null;
  /** In the order in which they were named; null where there is none of that name. */
  readonly providers: readonly (ProviderLocation | null)[];
}

type PlaceRow = StreamHeadColumns &
  ProviderLocationColumns & { [column in keyof RecipientRow]: RecipientRow[column] | null };

/**
 * One row for each provider that is named, and one where none is. The names stand in a query of their own: PostgreSQL takes an array
 * that it sees for as many rows as it has, one that is a parameter for ten, and would so plan the whole anew for each request.
 */
const PLACE = `SELECT ${STREAM_HEAD}, r.id, r.tenant_id, r.data_key_id, r.updates, ${PROVIDER_LOCATION} FROM (SELECT 1) AS once
  LEFT JOIN audit_stream AS stream ON stream.id = $2
  LEFT JOIN envelope_recipient r ON r.tenant_id = $1 AND r.envelope_id = $2 AND r.email_hash = $3
  LEFT JOIN unnest((SELECT $4::text[])) WITH ORDINALITY AS asked (name, place) ON true
  ${joinedProviderOfName('asked.name', '$1')} ORDER BY asked.place`;

/** A recipient whose data can be sealed. */
export type OpenRecipient = EnvelopeRecipient & { readonly dataKey: DataKey };

/** The rows of recipients. Whoever changes values of a person leaves an event in the stream of the envelope. */
@Injectable()
export class RecipientStore {
  constructor(
    private readonly dataKeys: DataKeys,
    private readonly keyedHash: KeyedHash,
  ) {}

  /** How a recipient is found again: a keyed hash of the normalised e-mail address. */
  async hashOf(reading: Lookups, tenantId: string, email: string): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, 'recipient e-mail', email);
  }

  /**
   * @param envelopeId the workflow's own id of the envelope
   * @param providers names, or legacy names
   */
  async findPlace(
    reading: Lookups,
    tenantId: string,
    { envelopeId, email, providers }: { envelopeId: string; email: string; providers: readonly string[] },
  ): Promise<RecipientPlace> {
    const emailHash = await this.hashOf(reading, tenantId, email);
    const streamId = envelopeStreamId(tenantId, envelopeId);
    const rows: PlaceRow[] = await reading.query(PLACE, [tenantId, streamId, emailHash, providers]);
    const row = rows[0] ?? { stream_count: null, stream_head: null, id: null };
    return {
      emailHash,
      head: streamHeadOf(row, streamId, tenantId, envelopeId),
      recipient: row.id === null ? null : await this.recipientOf(reading, row as RecipientRow),
      providers: providers.map((_name, index) => {
        const named = rows[index];
        return named === undefined ? null : providerLocationOf(named);
      }),
    };
  }

  /**
   * The recipient as they are, or a new one; with a new data key when the former was destroyed. The place was read for the tenant, so
   * the recipient's id alone is named here.
   */
  openRecipient(
    { head, emailHash, recipient }: RecipientPlace,
    now: Date,
  ): { readonly recipient: OpenRecipient; readonly writes: readonly Write[] } {
    const { tenantId } = head;
    if (recipient !== null && recipient.dataKey !== null) {
      // What refers to the recipient locks them at the end, after the stream; whoever erases them takes them first.
      const kept: Write = {
        text: 'SELECT 1 FROM envelope_recipient WHERE id = $1 AND data_key_id = $2 FOR KEY SHARE',
        values: [recipient.id, recipient.dataKey.id],
        rows: 1,
      };
      return { recipient: { ...recipient, dataKey: recipient.dataKey }, writes: [kept] };
    }
    const { dataKey, stored } = this.dataKeys.make(tenantId, now);
    const id = recipient?.id ?? randomUUID();
    const written: Write =
      recipient === null
        ? {
            text: `INSERT INTO envelope_recipient (id, tenant_id, envelope_id, email_hash, data_key_id, created_at)
              VALUES ($1, $2, $3, $4, $5, $6)`,
            values: [id, tenantId, head.id, emailHash, dataKey.id, now],
            rows: 1,
          }
        : {
            text: 'UPDATE envelope_recipient SET data_key_id = $2, updates = NULL, erased_at = NULL WHERE id = $1',
            values: [id, dataKey.id],
            rows: 1,
          };
    return { recipient: { id, tenantId, dataKey, updates: {} }, writes: [stored, written] };
  }

  /** Reads a recipient of a row that was selected with others. */
  async recipientOf(reading: Lookups, row: RecipientRow): Promise<EnvelopeRecipient> {
    const dataKey = await this.dataKeys.find(reading, row.tenant_id, row.data_key_id);
    const opened =
      dataKey !== null && row.updates !== null
        ? dataKey.open(row.updates, updatesContext(row.tenant_id, row.id))
        : null;
    return {
      id: row.id,
      tenantId: row.tenant_id,
      dataKey,
      updates: opened === null ? {} : (JSON.parse(opened.toString('utf8')) as HeldUpdates),
    };
  }

  holdUpdates(recipient: OpenRecipient, updates: HeldUpdates): Write {
    return {
      text: 'UPDATE envelope_recipient SET updates = $3 WHERE id = $1 AND tenant_id = $2',
      values: [
        recipient.id,
        recipient.tenantId,
        recipient.dataKey.seal(JSON.stringify(updates), updatesContext(recipient.tenantId, recipient.id)),
      ],
      rows: 1,
    };
  }

  /** Data keys of a person who has not been erased, whose row stays locked until the transaction ends. */
  async lockDataKeys(
    transaction: Transaction,
    tenantId: string,
    envelopeStream: string,
    email: string,
  ): Promise<readonly string[]> {
    const rows: { data_key_id: string }[] = await transaction.query(
      `SELECT data_key_id FROM envelope_recipient
       WHERE tenant_id = $1 AND envelope_id = $2 AND email_hash = $3 AND erased_at IS NULL FOR UPDATE`,
      [tenantId, envelopeStream, await this.hashOf(transaction, tenantId, email)],
    );
    return rows.map((row) => row.data_key_id);
  }

  /** Ids of the recipients of data keys, locked until the transaction ends. */
  async lockOfDataKeys(
    transaction: Transaction,
    tenantId: string,
    dataKeyIds: readonly string[],
  ): Promise<readonly string[]> {
    const rows: { id: string }[] = await transaction.query(
      'SELECT id FROM envelope_recipient WHERE tenant_id = $1 AND data_key_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE',
      [tenantId, dataKeyIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Erases what is about the person. Even the keyed hash of the address goes: whoever holds the key could test guesses with it. */
  async erase(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
    await transaction.query(
      'UPDATE envelope_recipient SET email_hash = $3, updates = NULL, erased_at = $4 WHERE id = $1 AND (tenant_id = $2) IS TRUE',
      [id, tenantId, randomBytes(32), now],
    );
  }
}
