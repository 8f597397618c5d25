import { Injectable } from '@nestjs/common';
import { withUpdates } from '../claims/recipient-fields.js';
import type { Transaction } from '../database/transaction.js';
import { heldAfter } from './held-updates.js';
import type { JudgedLogin } from './judge-locked-login.js';
import { RecipientStore } from './recipient.store.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';

/** Applies the updates of a login, all or none: to the recipient for later worksteps, and to every unfinished one of the same person. */
@Injectable()
export class UpdateSpreader {
  constructor(
    private readonly recipients: RecipientStore,
    private readonly authentications: SignerAuthenticationStore,
  ) {}

  /** @returns ids of the other signer authentications that took the updates */
  async spread(transaction: Transaction, judged: JudgedLogin, provider: string, now: Date): Promise<readonly string[]> {
    const { authentication, recipient, judgement } = judged;
    const { dataKey } = recipient;
    if (judgement === null || Object.keys(judgement.updates).length === 0) return [];
    if (dataKey === null || authentication.details === null)
      throw new Error('The data key of a recipient who is being updated is gone');
    await this.recipients.saveUpdates(
      transaction,
      { ...recipient, dataKey },
      heldAfter(recipient.updates, judgement.updates, provider),
    );
    const others = await this.authentications.lockUnfinished(
      transaction,
      authentication.tenantId,
      recipient.id,
      authentication.id,
      now,
    );
    for (const one of [authentication, ...others]) {
      if (one.details === null) continue;
      const details = { ...one.details, recipient: withUpdates(one.details.recipient, judgement.updates) };
      await this.authentications.saveDetails(transaction, one, details, dataKey);
    }
    return others.map(({ id }) => id);
  }
}
