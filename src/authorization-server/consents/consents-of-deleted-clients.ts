import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ConsentStore } from './consent.store.js';
import { consentEvent } from './consent-events.js';

/** So many of one transaction. Every user of a tenant may have consented to a client, and its deletion must not wait for all of them. */
const AT_ONCE = 200;

const ACTOR = { type: 'system', id: 'client-deleted' } as const;

/** Revokes consents to clients that were deleted. Who deleted them stands in the trail of the tenant. */
@Injectable()
export class ConsentsOfDeletedClients {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ConsentStore,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** Each stands in its user's trail. */
  async revoke(): Promise<void> {
    let revoked: number;
    do {
      revoked = await this.unitOfWork.run(async (transaction) => {
        const now = this.clock.now();
        const consents = await this.store.revokeOfDeletedClients(transaction, now, AT_ONCE);
        const events = consents.map((consent) => consentEvent(consent, { type: 'consent.revoked', actor: ACTOR, now }));
        await this.recorder.record(transaction, events);
        return consents.length;
      });
    } while (revoked === AT_ONCE);
  }
}
