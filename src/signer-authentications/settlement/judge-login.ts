import type { AttemptFailure } from '../../attempts/attempt.js';
import type { EndedTrip } from '../../attempts/attempt-owner.js';
import { type ExpectedValues, expectedValues } from '../../claims/expected-values.js';
import { judgeMappings } from '../../claims/judge-mappings.js';
import type { Judgement, Verdict } from '../../claims/verdict.js';
import type { CompletedTrip } from '../../federation/trip.js';
import { mappingsOf } from '../../providers/mappings-of.js';
import { updatedBy } from '../held-updates.js';
import { isOverdue } from '../signer-authentication.js';
import type { LocatedAuthentication } from '../stores/signer-authentication.store.js';

/** A login with everything that it was judged against, as it stood at one moment. */
export interface JudgedLogin extends EndedTrip, LocatedAuthentication {
  readonly trip: CompletedTrip | null;
  /** What claims were compared with, or would have been. */
  readonly expected: ExpectedValues;
  /** null: the mappings were not judged. */
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

/** Judges a login against the recipient as they stand: the values may have changed since the signer left for the provider. Pure. */
export function judgeLogin(ended: EndedTrip, located: LocatedAuthentication): JudgedLogin {
  const { attempt, outcome, provider, usable, now } = ended;
  const { authentication } = located;
  const { details } = authentication;
  const trip = outcome.kind === 'completed' ? outcome.trip : null;
  const expected = expectedOf(located, attempt.providerId);
  const judged = (failure: AttemptFailure | null, judgement: Judgement | null): JudgedLogin => ({
    ...ended,
    ...located,
    trip,
    expected,
    judgement,
    failure,
  });

  if (outcome.kind === 'failed') return judged(outcome.failure, null);
  if (authentication.status !== 'pending' || isOverdue(authentication, now) || details === null) {
    const status = isOverdue(authentication, now) ? 'expired' : authentication.status;
    return judged({ code: 'outcome.not_pending', detail: `The signer authentication is ${status}` }, null);
  }
  if (provider === null || !usable) {
    return judged(
      {
        code: 'outcome.provider_disabled',
        detail: `Provider ${attempt.providerName} was disabled or deleted, or the tenant suspended, during the login`,
      },
      null,
    );
  }
  const judgement = judgeMappings({
    sources: outcome.trip.sources,
    mappings: mappingsOf(provider.configuration),
    recipient: details.recipient,
    expected,
    provider: provider.configuration.name,
  });
  if (judgement.failureCode === null) return judged(null, judgement);
  const failing = judgement.verdicts.filter(({ fails }) => fails);
  return judged({ code: judgement.failureCode, detail: labelsOf(failing) }, judgement);
}

function expectedOf({ authentication, recipient }: LocatedAuthentication, providerId: string): ExpectedValues {
  const { details } = authentication;
  if (details === null) return {};
  const validations = details.providers.find(({ id }) => id === providerId)?.validations ?? [];
  return expectedValues(details.recipient, validations, updatedBy(recipient.updates));
}
