import { Injectable } from '@nestjs/common';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
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
    return this.unitOfWork.runOptimistically(async (reading) => {
      const located = await this.authentications.locate(reading, tenantId, id);
      if (located === null) throw new CountersignError('request.not_found');
      const { authentication, head } = located;
      const now = this.clock.now();
      if (!(await this.handbacks.isValid(reading, tenantId, id, code, now)))
        throw new CountersignError('handback.invalid');
      const { writes } = await this.audit.prepare(reading, [head], [handbackEvent(authentication, actor, now)]);
      // Of two that redeem it at once, the second finds it spent when it reads again.
      await writeTogether(reading, [this.handbacks.spend(tenantId, id, code, now), ...writes], head.id);
      return authentication;
    });
  }
}
