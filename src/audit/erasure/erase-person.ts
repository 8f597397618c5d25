import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { envelopeStreamId } from '../format/stream.js';
import type { Actor } from '../recording.js';
import { ErasureApplier } from './apply-erasure.js';
import type { Erasure } from './erasure.store.js';
import { type PersonalDataHolder, PersonalDataHolders } from './personal-data-holder.js';
import { ErasureReplayer } from './replay-erasures.js';

interface ErasePerson {
  readonly tenantId: string;
  /** The workflow's own id of the envelope. */
  readonly envelopeId: string;
  /** In normal form. */
  readonly recipientEmail: string;
}

/** Erases one recipient of one envelope, or one user. All proofs stay valid: leaves hold salted digests only. */
@Injectable()
export class PersonEraser {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly applier: ErasureApplier,
    private readonly replayer: ErasureReplayer,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found` when nothing (any more) is known of the person in that envelope */
  async erase(request: ErasePerson, actor: Actor): Promise<Erasure> {
    const { tenantId, recipientEmail } = request;
    const streamId = envelopeStreamId(tenantId, request.envelopeId);
    const detail = 'No data of such a recipient are stored for that envelope';
    return this.carryOut({ tenantId, streamId, detail }, actor, (transaction, holder) =>
      holder.dataKeysOf(transaction, { tenantId, envelopeId: streamId, recipientEmail }),
    );
  }

  /**
   * A user who was not deleted is: they are logged out everywhere and cannot log in any more.
   * @throws CountersignError `request.not_found` when nothing (any more) is known of the user; `people.last_administrator`
   */
  async eraseUser(tenantId: string, userId: string, actor: Actor): Promise<Erasure> {
    const detail = 'No data of such a user are stored';
    return this.carryOut({ tenantId, streamId: userId, detail }, actor, async (transaction, holder) =>
      holder.dataKeysOfUser === undefined ? [] : holder.dataKeysOfUser(transaction, tenantId, userId),
    );
  }

  private async carryOut(
    { tenantId, streamId, detail }: { readonly tenantId: string; readonly streamId: string; readonly detail: string },
    actor: Actor,
    keysAt: (transaction: Transaction, holder: PersonalDataHolder) => Promise<readonly string[]>,
  ): Promise<Erasure> {
    const erasure = await this.unitOfWork.run(async (transaction) => {
      const found: string[] = [];
      for (const holder of this.holders.all) found.push(...(await keysAt(transaction, holder)));
      if (found.length === 0) throw new CountersignError('request.not_found', { detail });
      const now = this.clock.now();
      const made: Erasure = { id: randomUUID(), tenantId, streamId, dataKeyIds: [...new Set(found)], erasedAt: now };
      await this.applier.apply(transaction, made, actor, false, now);
      return made;
    });
    await this.replayer.run();
    return erasure;
  }
}
