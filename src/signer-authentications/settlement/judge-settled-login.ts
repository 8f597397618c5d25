import type { Attempt, AttemptFailure } from '../../attempts/attempt.js';
import type { StreamHead } from '../../audit/stream-head.js';
import type { Judgement, Verdict } from '../../claims/verdict.js';
import type { CompletedTrip, TripOutcome } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { isOverdue, type SignerAuthentication } from '../signer-authentication.js';
import type { EnvelopeRecipient } from '../stores/recipient.store.js';
import type { LocatedAuthentication } from '../stores/signer-authentication.store.js';
import { judgeLogin } from './judge-login.js';

/** A trip that has come to its end and waits to be settled. */
export interface EndedTrip {
  readonly attempt: Attempt;
  readonly outcome: TripOutcome;
  /** null when it was disabled or deleted before the trip. */
  readonly provider: ProviderForTrip | null;
}

/** A login with everything that it was judged against, as it stood at one moment. */
export interface JudgedLogin {
  readonly authentication: SignerAuthentication;
  readonly recipient: EnvelopeRecipient;
  readonly head: StreamHead;
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

/**
 * Judges a login against the recipient as they stand: the values may have changed since the signer left for the provider. Pure.
 * @param usable whether the provider may be used now
 */
export function judgeSettledLogin(
  { authentication, recipient, head }: LocatedAuthentication,
  { attempt, outcome, provider }: EndedTrip,
  usable: boolean,
  now: Date,
): JudgedLogin {
  const trip = outcome.kind === 'completed' ? outcome.trip : null;
  const refuse = (failure: AttemptFailure, judgement: Judgement | null = null): JudgedLogin => ({
    authentication,
    recipient,
    head,
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
  if (provider === null || !usable) {
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
  return { authentication, recipient, head, trip, judgement, failure: null };
}
