import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Target } from '../claims/target.js';
import type { Transaction } from '../database/transaction.js';
import { type DataKey, DataKeys } from '../secrets/data-keys.js';
import { KeyedHash } from '../secrets/keyed-hash.js';
import type { SealContext } from '../secrets/sealing.js';

/** A value that a provider gave to a field, which holds for later worksteps of the envelope. */
export interface HeldUpdate {
  readonly value: string;
  /** Name of the provider. */
  readonly provider: string;
}

export type HeldUpdates = Readonly<Partial<Record<Target, HeldUpdate>>>;

/** A recipient of an envelope: one normalised e-mail address, its data key, and the values that providers gave. */
export interface EnvelopeRecipient {
  readonly id: string;
  readonly tenantId: string;
  /** null once the person's data have been erased. */
  readonly dataKey: DataKey | null;
  readonly updates: HeldUpdates;
}

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

/** The rows of recipients. Taking one locks it: whoever changes values of a person waits for whoever else does. */
@Injectable()
export class RecipientStore {
  constructor(
    private readonly dataKeys: DataKeys,
    private readonly keyedHash: KeyedHash,
  ) {}

  /** How a recipient is found again: a keyed hash of the normalised e-mail address. */
  async hashOf(transaction: Transaction, tenantId: string, email: string): Promise<Buffer> {
    return this.keyedHash.of(transaction, tenantId, 'recipient e-mail', email);
  }

  /** The recipient of an envelope, locked; made when there is none, with a new data key when the former was destroyed. */
  async open(
    transaction: Transaction,
    tenantId: string,
    envelopeId: string,
    email: string,
    now: Date,
  ): Promise<EnvelopeRecipient & { dataKey: DataKey }> {
    const emailHash = await this.hashOf(transaction, tenantId, email);
    const find = async (): Promise<EnvelopeRecipient | null> => {
      const rows: RecipientRow[] = await transaction.query(
        'SELECT * FROM envelope_recipient WHERE tenant_id = $1 AND envelope_id = $2 AND email_hash = $3 FOR UPDATE',
        [tenantId, envelopeId, emailHash],
      );
      return rows[0] === undefined ? null : this.recipientOf(transaction, rows[0]);
    };
    const present = await find();
    if (present !== null && present.dataKey !== null) return { ...present, dataKey: present.dataKey };
    const dataKey = await this.dataKeys.create(transaction, tenantId, now);
    if (present !== null) {
      await transaction.query(
        'UPDATE envelope_recipient SET data_key_id = $2, updates = NULL, erased_at = NULL WHERE id = $1',
        [present.id, dataKey.id],
      );
      return { ...present, dataKey, updates: {} };
    }
    const id = randomUUID();
    const inserted: unknown[] = await transaction.query(
      `INSERT INTO envelope_recipient (id, tenant_id, envelope_id, email_hash, data_key_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT envelope_recipient_once DO NOTHING RETURNING id`,
      [id, tenantId, envelopeId, emailHash, dataKey.id, now],
    );
    if (inserted.length === 1) return { id, tenantId, dataKey, updates: {} };
    const made = await find();
    if (made === null || made.dataKey === null) throw new Error('A recipient that was just made is not there');
    return { ...made, dataKey: made.dataKey };
  }

  /** The recipient of a signer authentication, locked; which one it is never changes. */
  async lockOf(transaction: Transaction, tenantId: string, signerAuthenticationId: string): Promise<EnvelopeRecipient> {
    const rows: RecipientRow[] = await transaction.query(
      `SELECT * FROM envelope_recipient WHERE tenant_id = $1
          AND id = (SELECT recipient_id FROM signer_authentication WHERE tenant_id = $1 AND id = $2) FOR UPDATE`,
      [tenantId, signerAuthenticationId],
    );
    if (rows[0] === undefined) throw new Error(`Signer authentication ${signerAuthenticationId} has no recipient`);
    return this.recipientOf(transaction, rows[0]);
  }

  async saveUpdates(
    transaction: Transaction,
    recipient: EnvelopeRecipient & { dataKey: DataKey },
    updates: HeldUpdates,
  ): Promise<void> {
    await transaction.query('UPDATE envelope_recipient SET updates = $3 WHERE id = $1 AND tenant_id = $2', [
      recipient.id,
      recipient.tenantId,
      recipient.dataKey.seal(JSON.stringify(updates), updatesContext(recipient.tenantId, recipient.id)),
    ]);
  }

  private async recipientOf(transaction: Transaction, row: RecipientRow): Promise<EnvelopeRecipient> {
    const dataKey = await this.dataKeys.find(transaction, row.tenant_id, row.data_key_id);
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
}
