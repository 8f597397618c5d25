import { Injectable } from '@nestjs/common';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { linkShownEvent } from '../events/end-events.js';
import { isOverdue, type SignerAuthentication } from '../signer-authentication.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** Shows the link of a signer who lost theirs. Whoever has it can log in as the signer is asked to, so the trail says who saw it. */
@Injectable()
export class SignInLinkShower {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`; `request.conflict` when it has ended */
  show(tenantId: string, id: string, actor: Actor): Promise<{ authentication: SignerAuthentication; token: string }> {
    return this.unitOfWork.runOptimistically(async (reading) => {
      const located = await this.authentications.locate(reading, tenantId, id);
      if (located === null) throw new CountersignError('request.not_found');
      const { authentication, head } = located;
      const now = this.clock.now();
      const status = isOverdue(authentication, now) ? 'expired' : authentication.status;
      const token = status === 'pending' ? await this.authentications.token(reading, tenantId, id) : null;
      if (token === null)
        throw new CountersignError('request.conflict', { detail: `It has ended: its status is ${status}` });
      const { writes } = await this.audit.prepare(reading, [head], [linkShownEvent(authentication, actor, now)]);
      await writeTogether(reading, [...writes], head.id);
      return { authentication, token };
    });
  }
}
