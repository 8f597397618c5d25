import type { AttemptReport } from '../../attempts/attempt.js';
import { claimTree } from '../../claims/claim-tree.js';
import { type ExpectedValues, expectedValues } from '../../claims/expected-values.js';
import { findingsOfAttempt } from '../../diagnosis/attempt-findings/findings-of-attempt.js';
import type { TripOutcome } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { updatedBy } from '../held-updates.js';
import type { JudgedLogin } from './judge-settled-login.js';

/**
 * What admins may read about an attempt: steps, names and types of claims, verdicts, and which settings they speak against;
 * never a value.
 */
export function attemptReport(
  outcome: TripOutcome,
  judged: JudgedLogin,
  provider: ProviderForTrip | null,
): AttemptReport {
  const { steps } = outcome.kind === 'failed' ? outcome.failure : outcome.trip;
  const sources = outcome.kind === 'failed' ? [] : outcome.trip.sources;
  const verdicts = judged.judgement?.verdicts ?? [];
  const { failure } = judged;
  const findings =
    provider === null
      ? null
      : findingsOfAttempt({
          configuration: provider.configuration,
          failure,
          steps,
          sources,
          verdicts,
          expected: expectedOf(judged, provider),
        });
  return {
    steps,
    claims: Object.fromEntries(sources.map(({ source, claims }) => [source, claimTree(claims)])),
    verdicts,
    checks: findings?.checks ?? [],
  };
}

function expectedOf({ authentication, recipient }: JudgedLogin, provider: ProviderForTrip): ExpectedValues {
  const { details } = authentication;
  if (details === null) return {};
  const validations = details.providers.find(({ id }) => id === provider.id)?.validations ?? [];
  return expectedValues(details.recipient, validations, updatedBy(recipient.updates));
}
