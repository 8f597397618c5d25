import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Attempt } from '../../attempts/attempt.js';
import { type AttemptOwner, AttemptOwners, type Settlement } from '../../attempts/attempt-owner.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Transaction } from '../../database/transaction.js';
import type { TripOutcome } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { abandonedEvent } from '../events/attempt-events.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { SettlementRepeater } from './repeat-settlement.js';
import { LoginSettler } from './settle-login.js';

/** Owns the attempts of signer authentications. */
@Injectable()
export class SignerAuthenticationOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'signer_authentication';

  constructor(
    private readonly owners: AttemptOwners,
    private readonly settler: LoginSettler,
    private readonly repeater: SettlementRepeater,
    private readonly authentications: SignerAuthenticationStore,
    private readonly audit: AuditRecorder,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  settle(attempt: Attempt, outcome: TripOutcome, provider: ProviderForTrip | null): Promise<Settlement> {
    return this.settler.settle(attempt, outcome, provider);
  }

  repeat(attempt: Attempt): Promise<Settlement> {
    return this.repeater.repeat(attempt);
  }

  async abandoned(transaction: Transaction, attempts: readonly Attempt[], now: Date): Promise<void> {
    const events = [];
    for (const attempt of attempts) {
      const authentication = await this.authentications.find(transaction, attempt.tenantId, attempt.ownerId);
      if (authentication !== null) events.push(abandonedEvent(authentication, attempt, now));
    }
    await this.audit.record(transaction, events);
  }
}
