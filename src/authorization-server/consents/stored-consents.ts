import { Injectable } from '@nestjs/common';
import { ConsentsOfUsers } from '../../access/consents-of-users.js';
import type { SessionEnding } from '../../access/session-ending.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Transaction } from '../../database/transaction.js';
import { ConsentStore } from './consent.store.js';
import { consentEvent } from './consent-events.js';

/** What users have consented to, for whoever ends a user for good. */
@Injectable()
export class StoredConsents extends ConsentsOfUsers {
  constructor(
    private readonly store: ConsentStore,
    private readonly recorder: AuditRecorder,
  ) {
    super();
  }

  override async revokeAll(
    transaction: Transaction,
    { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
    { actor, now }: Pick<SessionEnding, 'actor' | 'now'>,
  ): Promise<void> {
    const revoked = await this.store.revokeAllOf(transaction, tenantId, userId, now);
    const events = revoked.map((consent) => consentEvent(consent, { type: 'consent.revoked', actor, now }));
    await this.recorder.record(transaction, events);
  }
}
