import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { type Lease, LeaseStore, WITHOUT_LEASE } from '../jobs/lease.store.js';
import { DataKeys } from '../secrets/data-keys.js';
import type { SealContext } from '../secrets/sealing.js';
import { type MailEnd, MailEntity } from './mail.entity.js';
import { expiryOf, type MailContent, type MailRecipient, type NewMail } from './mail.js';

/** A mail that was handed out to be sent. */
export interface WaitingMail {
  readonly id: string;
  readonly tenantId: string;
  readonly to: Pick<MailRecipient, 'email' | 'displayName' | 'language'>;
  readonly content: MailContent;
  readonly expiresAt: Date;
  /** How many tries have failed. */
  readonly tries: number;
}

/** What became of a user's mail, without what it said. */
export interface MailRecord {
  readonly kind: MailContent['kind'];
  readonly createdAt: Date;
  readonly state: 'waiting' | MailEnd;
  readonly failure: string | null;
  readonly endedAt: Date | null;
}

/** Mails that wait, of all tenants: the mail server is the deployment's. */
export interface MailBacklog {
  readonly waiting: number;
  /** When the mail was made that waits longest after a try that failed; null: none failed. */
  readonly failingSince: Date | null;
  readonly oldest: Date | null;
  readonly failure: string | null;
}

const contentSchema = z.object({
  email: z.string(),
  displayName: z.string(),
  content: z.looseObject({ kind: z.string() }),
});

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'mail',
  row,
  purpose: 'content',
});

const leases = new LeaseStore({ table: 'mail', key: 'id', condition: 'true' });

/** The rows of mails. */
@Injectable()
export class MailStore {
  constructor(private readonly dataKeys: DataKeys) {}

  async insert(transaction: Transaction, mail: NewMail, now: Date): Promise<void> {
    const { id: userId, tenantId, dataKeyId, email, displayName, language } = mail.to;
    const dataKey = await this.dataKeys.find(transaction, tenantId, dataKeyId);
    if (dataKey === null) throw new Error(`The data key of user ${userId} was destroyed`);
    const id = randomUUID();
    const sealed = dataKey.seal(JSON.stringify({ email, displayName, content: mail.content }), contextOf(tenantId, id));
    await transaction.getRepository(MailEntity).insert({
      id,
      tenantId,
      userId,
      dataKeyId,
      kind: mail.content.kind,
      language,
      content: sealed,
      createdAt: now,
      expiresAt: expiryOf(mail, now),
      dueAt: now,
      tries: 0,
    });
  }

  claim(writing: Pick<Lookups, 'query'>, now: Date, limit: number): Promise<readonly Lease[]> {
    return leases.claim(writing, now, limit);
  }

  hold(transaction: Transaction, lease: Lease): Promise<boolean> {
    return leases.hold(transaction, lease);
  }

  /** Of whichever tenant a lease's row is. @returns null when its recipient was erased */
  async open(reading: Reading, { row }: Lease): Promise<WaitingMail | null> {
    const mail = await reading.getRepository(MailEntity).findOneBy({ id: row });
    if (mail?.content == null) return null;
    const { id, tenantId, language, expiresAt, tries } = mail;
    const dataKey = await this.dataKeys.find(reading, tenantId, mail.dataKeyId);
    if (dataKey === null) return null;
    const opened = contentSchema.parse(
      JSON.parse(dataKey.open(mail.content, contextOf(tenantId, id)).toString('utf8')),
    );
    const { email, displayName, content } = opened;
    return { id, tenantId, to: { email, displayName, language }, content: content as MailContent, expiresAt, tries };
  }

  /** It is over; what it said is gone. */
  async end(
    transaction: Transaction,
    { id, tenantId }: Pick<WaitingMail, 'id' | 'tenantId'>,
    endedAs: MailEnd,
    failure: string | null,
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `UPDATE mail SET content = NULL, due_at = NULL, ended_as = $3, failure = $4, ended_at = $5, ${WITHOUT_LEASE}
        WHERE tenant_id = $1 AND id = $2 AND ended_as IS NULL`,
      [tenantId, id, endedAs, failure, now],
    );
  }

  /** Its recipient was erased while it was written. */
  async endUnreadable(transaction: Transaction, { row, id }: Lease, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE mail SET content = NULL, due_at = NULL, ended_as = 'erased', ended_at = $3, ${WITHOUT_LEASE}
        WHERE id = $1 AND lease = $2 AND ended_as IS NULL`,
      [row, id, now],
    );
  }

  /** It waits. @param failed counts a try; null: it was not tried */
  async putOff(transaction: Transaction, lease: Lease, dueAt: Date, failed: string | null): Promise<void> {
    await transaction.query(
      `UPDATE mail SET due_at = $3, tries = tries + $4, failure = coalesce($5, failure), ${WITHOUT_LEASE}
        WHERE id = $1 AND lease = $2 AND ended_as IS NULL`,
      [lease.row, lease.id, dueAt, failed === null ? 0 : 1, failed],
    );
  }

  /** Withdraws what waits for a user: its link or code has ended. */
  async withdraw(
    transaction: Transaction,
    { id, tenantId }: Pick<MailRecipient, 'id' | 'tenantId'>,
    kinds: readonly MailContent['kind'][],
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `UPDATE mail SET content = NULL, due_at = NULL, ended_as = 'expired', ended_at = $4, ${WITHOUT_LEASE}
        WHERE tenant_id = $1 AND user_id = $2 AND kind = ANY ($3::text[]) AND ended_as IS NULL`,
      [tenantId, id, kinds, now],
    );
  }

  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    await transaction.query(
      `UPDATE mail SET content = NULL, due_at = NULL, ended_as = 'erased', ended_at = $3, ${WITHOUT_LEASE}
        WHERE tenant_id = $1 AND data_key_id = ANY ($2::uuid[]) AND ended_as IS NULL`,
      [tenantId, dataKeyIds, now],
    );
  }

  /** The newest mail of each user that is about setting up how they log in. */
  async lastOf(
    reading: Reading,
    tenantId: string,
    userIds: readonly string[],
    kinds: readonly MailContent['kind'][],
  ): Promise<ReadonlyMap<string, MailRecord>> {
    const rows: (Omit<MailRecord, 'state'> & { userId: string; endedAs: MailEnd | null })[] = await reading.query(
      `SELECT DISTINCT ON (user_id) user_id AS "userId", kind, created_at AS "createdAt", ended_as AS "endedAs", failure,
         ended_at AS "endedAt"
       FROM mail WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[])
       ORDER BY user_id, created_at DESC`,
      [tenantId, userIds, kinds],
    );
    return new Map(
      rows.map(({ userId, endedAs, ...record }) => [userId, { ...record, state: endedAs ?? ('waiting' as const) }]),
    );
  }

  async backlog(reading: Lookups): Promise<MailBacklog> {
    const [row]: { waiting: string; oldest: Date | null; failing: Date | null; failure: string | null }[] =
      await reading.query(
        `SELECT count(*) AS waiting, min(created_at) AS oldest, min(created_at) FILTER (WHERE tries > 0) AS failing,
           (array_agg(failure ORDER BY created_at) FILTER (WHERE tries > 0))[1] AS failure
         FROM mail WHERE due_at IS NOT NULL`,
      );
    return {
      waiting: Number(row?.waiting ?? 0),
      oldest: row?.oldest ?? null,
      failingSince: row?.failing ?? null,
      failure: row?.failure ?? null,
    };
  }

  /** Of whatever tenant, records of mails that ended before a time. */
  async deleteEnded(transaction: Transaction, before: Date): Promise<void> {
    await transaction.query('DELETE FROM mail WHERE ended_at < $1', [before]);
  }
}
