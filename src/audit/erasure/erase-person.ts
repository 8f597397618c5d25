import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { envelopeStreamId } from '../format/stream.js';
import { ErasureApplier } from './apply-erasure.js';
import type { Erasure } from './erasure.store.js';
import type { ErasedPerson } from './erasure-subject.js';
import { type PersonalDataHolder, PersonalDataHolders } from './personal-data-holder.js';

/** Erases one recipient of one envelope, or one user. All proofs stay valid: leaves hold salted digests only. */
@Injectable()
export class PersonEraser {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly applier: ErasureApplier,
    private readonly clock: Clock,
  ) {}

  /**
   * A user who was not deleted is: they are logged out everywhere and cannot log in any more. `ErasureReplayer` keeps the list.
   * @throws CountersignError `request.not_found` when nothing (any more) is known of the person; `people.last_administrator`;
   *   `people.permission_lacking` when it is a user who may do more than whoever asks
   */
  async erase(transaction: Transaction, principal: Principal, person: ErasedPerson): Promise<Erasure> {
    const dataKeyIds = await this.dataKeysOf(transaction, principal, person);
    const { tenant, actor } = principal;
    const tenantId = tenant.id;
    const now = this.clock.now();
    const erasure = { id: randomUUID(), tenantId, streamId: streamIdOf(tenantId, person), dataKeyIds, erasedAt: now };
    await this.applier.apply(transaction, erasure, actor, false, now);
    return erasure;
  }

  /**
   * Keys that the data of a person are sealed under. Locks what it finds.
   * @throws CountersignError `request.not_found` when there are none; otherwise as `erase`
   */
  async dataKeysOf(transaction: Transaction, principal: Principal, person: ErasedPerson): Promise<readonly string[]> {
    const found: string[] = [];
    for (const holder of this.holders.all) found.push(...(await keysAt(transaction, holder, principal, person)));
    if (found.length > 0) return [...new Set(found)];
    const detail =
      person.kind === 'user'
        ? 'No data of such a user are stored'
        : 'No data of such a recipient are stored for that envelope';
    throw new CountersignError('request.not_found', { detail });
  }
}

/** Id of the stream in which an erasure stands. Pure. */
export function streamIdOf(
  tenantId: string,
  person:
    | { readonly kind: 'recipient'; readonly envelopeId: string }
    | { readonly kind: 'user'; readonly userId: string },
): string {
  return person.kind === 'user' ? person.userId : envelopeStreamId(tenantId, person.envelopeId);
}

async function keysAt(
  transaction: Transaction,
  holder: PersonalDataHolder,
  principal: Principal,
  person: ErasedPerson,
): Promise<readonly string[]> {
  if (person.kind === 'user') return (await holder.dataKeysOfUser?.(transaction, principal, person.userId)) ?? [];
  const { recipientEmail } = person;
  const tenantId = principal.tenant.id;
  return holder.dataKeysOf(transaction, { tenantId, envelopeId: streamIdOf(tenantId, person), recipientEmail });
}
