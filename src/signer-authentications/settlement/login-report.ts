import type { AttemptReport } from '../../attempts/attempt.js';
import { claimTree } from '../../claims/claim-tree.js';
import { findingsOfAttempt } from '../../diagnosis/attempt-findings/findings-of-attempt.js';
import { seenSources } from '../../diagnosis/attempt-findings/seen-sources.js';
import type { JudgedLogin } from './judge-login.js';

/**
 * What admins may read about an attempt: steps, names and types of claims, verdicts, and which settings they speak against;
 * never a value. Where nothing speaks against a setting, that is worked out when somebody reads it (`reportOfStoredAttempt`): only
 * what did not match needs the values, which are gone then.
 */
export function loginReport({ outcome, provider, judgement, expected, failure }: JudgedLogin): AttemptReport {
  const { steps } = outcome.kind === 'failed' ? outcome.failure : outcome.trip;
  const sources = seenSources(outcome);
  const verdicts = judgement?.verdicts ?? [];
  const allMatched = failure === null && verdicts.every(({ reason }) => reason === undefined);
  const findings =
    provider === null || allMatched
      ? null
      : findingsOfAttempt({
          configuration: provider.configuration,
          failure,
          steps,
          sources,
          verdicts,
          expected,
        });
  return {
    steps,
    claims: Object.fromEntries(sources.map(({ source, claims }) => [source, claimTree(claims)])),
    verdicts,
    checks: findings?.checks ?? [],
  };
}
