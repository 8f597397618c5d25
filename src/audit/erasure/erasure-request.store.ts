import { Injectable } from '@nestjs/common';
import { ArrayOverlap, LessThanOrEqual } from 'typeorm';
import { violatesUnique } from '../../database/sql-state.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList, timeAndIdKey } from '../../http/list.js';
import type { SealedColumn } from '../../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { ErasureRequestEntity } from './erasure-request.entity.js';
import { type ErasureRequest, type ErasureStatus, type StoredSubject, subjectKey } from './erasure-request.js';
import type { ErasureSubject } from './erasure-subject.js';

const listed = new PagedList('erasure-requests', timeAndIdKey);

const PURPOSE = 'recipient address';

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'erasure_request',
  row,
  purpose: PURPOSE,
});

export const sealedErasureRequests: readonly SealedColumn[] = [
  { table: 'erasure_request', column: 'email_sealed', rowColumn: 'id', purpose: PURPOSE },
];

/** How a request ends. */
interface Ending extends Partial<Pick<ErasureRequest, 'decidedBy' | 'decidedAt' | 'erasureId'>> {
  readonly status: Exclude<ErasureStatus, 'pending'>;
}

interface ErasureRequestQuery extends ListQuery {
  readonly status?: ErasureStatus | undefined;
}

/** The rows of erasures that two people decide. The address of a recipient is sealed, and gone once a request has ended. */
@Injectable()
export class ErasureRequestStore {
  constructor(private readonly sealing: Sealing) {}

  /** @throws CountersignError `erasure.already_requested` when one about the same waits already */
  async insert(
    transaction: Transaction,
    request: Omit<ErasureRequest, 'subject'> & { readonly subject: ErasureSubject },
  ): Promise<void> {
    const { subject, dataKeyIds, ...rest } = request;
    const { tenantId, id } = request;
    const email = subject.kind === 'recipient' ? subject.recipientEmail : null;
    try {
      await transaction.getRepository(ErasureRequestEntity).insert({
        ...rest,
        subject: stored(subject),
        emailSealed: email === null ? null : this.sealing.seal(email, contextOf(tenantId, id)),
        subjectKey: subjectKey(subject, dataKeyIds),
        dataKeyIds: [...dataKeyIds],
      });
    } catch (cause) {
      if (!violatesUnique(cause, 'erasure_request_pending')) throw cause;
      throw new CountersignError('erasure.already_requested', { cause });
    }
  }

  /** The one about the same that waits, or has waited in vain. Locks it. */
  async lockWaiting(
    transaction: Transaction,
    tenantId: string,
    subject: ErasureSubject,
    dataKeyIds: readonly string[],
  ): Promise<ErasureRequest | null> {
    const found = await transaction.getRepository(ErasureRequestEntity).findOne({
      where: { tenantId, subjectKey: subjectKey(subject, dataKeyIds), status: 'pending' },
      lock: { mode: 'pessimistic_write' },
    });
    return found === null ? null : this.requestOf(found);
  }

  async find(reading: Reading, tenantId: string, id: string): Promise<ErasureRequest | null> {
    const found = await reading.getRepository(ErasureRequestEntity).findOneBy({ tenantId, id });
    return found === null ? null : this.requestOf(found);
  }

  async lock(transaction: Transaction, tenantId: string, id: string): Promise<ErasureRequest | null> {
    const found = await transaction
      .getRepository(ErasureRequestEntity)
      .findOne({ where: { tenantId, id }, lock: { mode: 'pessimistic_write' } });
    return found === null ? null : this.requestOf(found);
  }

  /** Whatever it was asked about, its address is not kept. */
  async end(transaction: Transaction, { tenantId, id }: ErasureRequest, ending: Ending): Promise<void> {
    const requests = transaction.getRepository(ErasureRequestEntity);
    await requests.update({ tenantId, id }, { ...ending, emailSealed: null });
  }

  /** Ends those that wait about persons of these data keys: they are erased in another way. */
  async supersede(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    await transaction
      .getRepository(ErasureRequestEntity)
      .update(
        { tenantId, status: 'pending', dataKeyIds: ArrayOverlap([...dataKeyIds]) },
        { status: 'superseded', emailSealed: null },
      );
  }

  /** One, of any tenant, that nobody has confirmed in time and no other instance is ending. Locks it. */
  async lockExpired(transaction: Transaction, now: Date): Promise<ErasureRequest | null> {
    const found = await transaction.getRepository(ErasureRequestEntity).findOne({
      where: { status: 'pending', expiresAt: LessThanOrEqual(now) },
      order: { expiresAt: 'ASC' },
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    return found === null ? null : this.requestOf(found);
  }

  /** The newest first. */
  async page(reading: Reading, tenantId: string, query: ErasureRequestQuery, now: Date): Promise<Page<ErasureRequest>> {
    const after = listed.after(query.cursor);
    const selected = reading
      .getRepository(ErasureRequestEntity)
      .createQueryBuilder('request')
      .where('request.tenantId = :tenantId', { tenantId })
      .orderBy({ 'request.requestedAt': 'DESC', 'request.id': 'DESC' })
      .limit(query.limit + 1);
    if (after !== null)
      selected.andWhere('(request.requestedAt, request.id) < (:at, :id)', { at: after[0], id: after[1] });
    if (query.status !== undefined)
      selected.andWhere(
        `CASE WHEN request.status = 'pending' AND request.expiresAt <= :now THEN 'expired' ELSE request.status END = :status`,
        { now, status: query.status },
      );
    return listed.page(
      await selected.getMany(),
      query.limit,
      ({ requestedAt, id }) => [requestedAt.toISOString(), id],
      (row) => this.requestOf(row),
    );
  }

  private requestOf({ emailSealed, subject, subjectKey: _key, ...row }: ErasureRequestEntity): ErasureRequest {
    const email =
      emailSealed === null ? null : this.sealing.open(emailSealed, contextOf(row.tenantId, row.id)).toString('utf8');
    const shown = subject.kind === 'recipient' ? { ...subject, recipientEmail: email } : subject;
    return { ...row, subject: shown };
  }
}

function stored(subject: ErasureSubject): StoredSubject {
  if (subject.kind !== 'recipient') return subject;
  const { recipientEmail: _address, ...rest } = subject;
  return rest;
}
