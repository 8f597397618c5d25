import type { AttemptReport } from '../attempts/attempt.js';
import { claimTree } from '../claims/claim-tree.js';
import type { Judgement } from '../claims/verdict.js';
import type { TripOutcome } from '../federation/trip.js';

/** What admins may read about an attempt: steps, names and types of claims, verdicts; never a value. */
export function attemptReport(outcome: TripOutcome, judgement: Judgement | null): AttemptReport {
  if (outcome.kind === 'failed') return { steps: outcome.failure.steps, claims: {}, verdicts: [] };
  const { steps, sources } = outcome.trip;
  return {
    steps,
    claims: Object.fromEntries(sources.map(({ source, claims }) => [source, claimTree(claims)])),
    verdicts: judgement?.verdicts ?? [],
  };
}
