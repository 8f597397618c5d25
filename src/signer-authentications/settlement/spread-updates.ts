import { Injectable } from '@nestjs/common';
import { withUpdates } from '../../claims/recipient-fields.js';
import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { heldAfter } from '../held-updates.js';
import type { SignerAuthenticationDetails } from '../signer-authentication.js';
import { RecipientStore } from '../stores/recipient.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { changeDetails } from '../stores/signer-authentication.writes.js';
import type { JudgedLogin } from './judge-login.js';

/** Who takes the updates of a login besides the one that logged in, and what writes them. */
interface SpreadUpdates {
  /** Ids of the other signer authentications. */
  readonly propagatedTo: readonly string[];
  readonly writes: readonly Write[];
  /** Of the one that logged in; null when there is nothing to update. */
  readonly details: SignerAuthenticationDetails | null;
}

/** Applies the updates of a login, all or none: to the recipient for later worksteps, and to every unfinished one of the same person. */
@Injectable()
export class UpdateSpreader {
  constructor(
    private readonly recipients: RecipientStore,
    private readonly authentications: SignerAuthenticationStore,
  ) {}

  async spread(reading: Lookups, judged: JudgedLogin, provider: string, now: Date): Promise<SpreadUpdates> {
    const { authentication, recipient, judgement } = judged;
    const { dataKey } = recipient;
    if (judgement === null || Object.keys(judgement.updates).length === 0)
      return { propagatedTo: [], writes: [], details: null };
    if (dataKey === null || authentication.details === null)
      throw new Error('The data key of a recipient who is being updated is gone');
    const others = await this.authentications.findUnfinished(
      reading,
      authentication.tenantId,
      recipient.id,
      authentication.id,
      now,
    );
    const updated = (details: SignerAuthenticationDetails): SignerAuthenticationDetails => ({
      ...details,
      recipient: withUpdates(details.recipient, judgement.updates),
    });
    return {
      propagatedTo: others.map(({ id }) => id),
      writes: [
        this.recipients.holdUpdates(
          { ...recipient, dataKey },
          heldAfter(recipient.updates, judgement.updates, provider),
        ),
        changeDetails(
          authentication.tenantId,
          others.flatMap((one) =>
            one.details === null ? [] : [{ authentication: one, details: updated(one.details) }],
          ),
          dataKey,
        ),
      ],
      details: updated(authentication.details),
    };
  }
}
