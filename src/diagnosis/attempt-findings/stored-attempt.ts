import type { Attempt, AttemptReport } from '../../attempts/attempt.js';
import type { Verdict } from '../../claims/verdict.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type Check, checkSchema } from '../check.js';
import { type DiagnosisReport, reportOf } from '../diagnosis-report.js';
import { findingsOfAttempt } from './findings-of-attempt.js';

/**
 * What an attempt says about the provider's settings: as it was judged when it ended, where claims had to be compared; otherwise from
 * its failure and its verdicts, which tell by themselves that everything matched.
 * @param configuration of the revision that the attempt used; null when it is gone
 */
export function reportOfStoredAttempt(
  { failure }: Pick<Attempt, 'failure'>,
  report: AttemptReport | null,
  configuration: ProviderConfiguration | null,
): DiagnosisReport {
  const stored = (report?.checks ?? []).map((check) => checkSchema.safeParse(check));
  const checks = stored.flatMap(({ data }): Check[] => (data === undefined ? [] : [data]));
  if (checks.length > 0 || configuration === null) return reportOf(checks);
  const verdicts = (report?.verdicts ?? []) as readonly Verdict[];
  return findingsOfAttempt({
    configuration,
    failure,
    steps: report?.steps ?? [],
    sources: [],
    // Without the values nothing more can be said about one that did not match.
    verdicts: verdicts.every(({ reason }) => reason === undefined) ? verdicts : [],
    expected: {},
  });
}
