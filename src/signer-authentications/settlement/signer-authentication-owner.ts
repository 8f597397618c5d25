import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Attempt } from '../../attempts/attempt.js';
import {
  type AttemptOwner,
  AttemptOwners,
  type EndedTrip,
  type ProviderStanding,
  type RepeatedSettlement,
  type SettledTrip,
} from '../../attempts/attempt-owner.js';
import { type Actor, type AuditEventInput, AuditRecorder } from '../../audit/recording.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { abandonedEvent, signerOf } from '../events/attempt-events.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { judgeLogin } from './judge-login.js';
import { SettlementRepeater } from './repeat-settlement.js';
import { OutcomeWriter } from './write-outcome.js';

/**
 * Owns the attempts of signer authentications. A login is located with its recipient and stream, judged, and then means success, a
 * refusal, or, when another tab was first, nothing.
 */
@Injectable()
export class SignerAuthenticationOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'signer_authentication';

  constructor(
    private readonly owners: AttemptOwners,
    private readonly outcomes: OutcomeWriter,
    private readonly repeater: SettlementRepeater,
    private readonly authentications: SignerAuthenticationStore,
    private readonly audit: AuditRecorder,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  actor(attempt: Attempt): Actor {
    return signerOf(attempt);
  }

  usable({ enabled, usage }: ProviderStanding): boolean {
    return enabled && usage.includes('signer');
  }

  received({ ownerId, envelopeId }: Attempt): Pick<AuditEventInput, 'stream' | 'signerAuthenticationId'> {
    return { stream: envelopeId === null ? 'tenant' : { envelopeId }, signerAuthenticationId: ownerId };
  }

  async settle(reading: Lookups, ended: EndedTrip): Promise<SettledTrip> {
    const { tenantId, ownerId, id } = ended.attempt;
    const located =
      (await this.authentications.locateFollowed(reading, ended)) ??
      (await this.authentications.locate(reading, tenantId, ownerId));
    if (located === null) throw new Error(`Attempt ${id} belongs to no signer authentication`);
    const login = judgeLogin(ended, located);
    if (login.authentication.status === 'succeeded') return this.outcomes.unneeded(reading, login);
    if (login.failure !== null) return this.outcomes.refusal(reading, login, login.failure);
    return this.outcomes.success(reading, login);
  }

  repeat(reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement> {
    return this.repeater.repeat(reading, attempt, now);
  }

  async abandoned(transaction: Transaction, attempts: readonly Attempt[], now: Date): Promise<void> {
    await this.audit.record(
      transaction,
      attempts.map((attempt) => abandonedEvent(attempt, now)),
    );
  }
}
