import { Injectable } from '@nestjs/common';
import type { Attempt, AttemptFailure } from '../attempts/attempt.js';
import type { Judgement, Verdict } from '../claims/verdict.js';
import type { Transaction } from '../database/transaction.js';
import type { CompletedTrip, TripOutcome } from '../federation/trip.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { judgeLogin } from './judge-login.js';
import { type EnvelopeRecipient, RecipientStore } from './recipient.store.js';
import { isOverdue, type SignerAuthentication } from './signer-authentication.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';

/** A login with everything that it is judged against locked. */
export interface JudgedLogin {
  readonly authentication: SignerAuthentication;
  readonly recipient: EnvelopeRecipient;
  readonly trip: CompletedTrip | null;
  readonly judgement: Judgement | null;
  /** null: it succeeds. */
  readonly failure: AttemptFailure | null;
}

/** Verdicts that a failure names; beyond that it says how many there are. All of them stand in the trail. */
const NAMED_VERDICTS = 10;

const labelOf = (verdict: Verdict) =>
  `${verdict.source} ${verdict.path} → ${verdict.target}: ${verdict.reason ?? verdict.result}`;

function labelsOf(failing: readonly Verdict[]): string {
  const more = failing.length - NAMED_VERDICTS;
  const labels = failing.slice(0, NAMED_VERDICTS).map(labelOf);
  return [...labels, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Locks what a login is judged against and judges it: the values may have changed since the signer left for the provider. */
@Injectable()
export class LoginJudge {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly recipients: RecipientStore,
    private readonly providers: ProviderDirectory,
  ) {}

  async judge(
    transaction: Transaction,
    attempt: Attempt,
    outcome: TripOutcome,
    provider: ProviderForTrip | null,
    now: Date,
  ): Promise<JudgedLogin> {
    const recipient = await this.recipients.lockOf(transaction, attempt.tenantId, attempt.ownerId);
    const authentication = await this.authentications.lock(transaction, attempt.tenantId, attempt.ownerId);
    if (authentication === null) throw new Error(`Attempt ${attempt.id} belongs to no signer authentication`);
    const trip = outcome.kind === 'completed' ? outcome.trip : null;
    const refuse = (failure: AttemptFailure, judgement: Judgement | null = null): JudgedLogin => ({
      authentication,
      recipient,
      trip,
      judgement,
      failure,
    });

    if (outcome.kind === 'failed') return refuse(outcome.failure);
    const { details } = authentication;
    if (authentication.status !== 'pending' || isOverdue(authentication, now) || details === null) {
      const status = isOverdue(authentication, now) ? 'expired' : authentication.status;
      return refuse({ code: 'outcome.not_pending', detail: `The signer authentication is ${status}` });
    }
    if (provider === null || !(await this.providers.isEnabled(transaction, attempt.tenantId, attempt.providerId))) {
      return refuse({
        code: 'outcome.provider_disabled',
        detail: `Provider ${attempt.providerName} was disabled or deleted during the login`,
      });
    }
    const allowed = details.providers.find(({ id }) => id === attempt.providerId);
    const judgement = judgeLogin(outcome.trip, provider.configuration, details.recipient, recipient.updates, allowed);
    if (judgement.failureCode !== null) {
      const failing = judgement.verdicts.filter(({ fails }) => fails);
      return refuse({ code: judgement.failureCode, detail: labelsOf(failing) }, judgement);
    }
    return { authentication, recipient, trip, judgement, failure: null };
  }
}
