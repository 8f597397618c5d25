import { Injectable } from '@nestjs/common';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { handbackEvent } from '../events/end-events.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import { HandbackStore } from '../stores/handback.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** Redeems the code that proves that the browser which came back is the one that logged in. */
@Injectable()
export class HandbackRedeemer {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly handbacks: HandbackStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`, `handback.invalid` */
  redeem(tenantId: string, id: string, code: string, actor: Actor): Promise<SignerAuthentication> {
    return this.unitOfWork.run(async (transaction) => {
      const authentication = await this.authentications.find(transaction, tenantId, id);
      if (authentication === null) throw new CountersignError('request.not_found');
      const now = this.clock.now();
      if (!(await this.handbacks.redeem(transaction, tenantId, id, code, now)))
        throw new CountersignError('handback.invalid');
      await this.audit.record(transaction, [handbackEvent(authentication, actor, now)]);
      return authentication;
    });
  }
}
