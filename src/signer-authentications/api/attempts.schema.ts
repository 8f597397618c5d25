import { z } from 'zod';
import type { Attempt, AttemptReport } from '../../attempts/attempt.js';
import { type DiagnosisReport, diagnosisReportSchema } from '../../diagnosis/diagnosis-report.js';
import { claimTreeSchema } from '../../diagnosis/reports/claim-tree.schema.js';
import { showStep, stepSchema } from '../../diagnosis/reports/step.schema.js';
import { showTripFailure, tripFailureSchema } from '../../diagnosis/reports/trip-failure.schema.js';

/** What the API answers about one attempt: names and types of claims, never values. */
export const attemptSchema = diagnosisReportSchema
  .extend({
    id: z.uuid(),
    provider: z.string(),
    revision: z.int(),
    status: z.enum(['open', 'exchanging', 'succeeded', 'failed', 'abandoned']),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    failure: tripFailureSchema.nullable(),
    steps: z.array(stepSchema),
    claims: z.record(z.string(), claimTreeSchema).meta({ description: 'Names and types by source; never values.' }),
    verdicts: z
      .array(z.record(z.string(), z.json()))
      .meta({ description: 'One per field mapping, as in `outcome.verdicts`.' }),
  })
  .meta({ id: 'Attempt', description: 'One trip to one provider, with what it says about the settings.' });

type ShownAttempt = z.input<typeof attemptSchema>;

export function showAttempt(
  attempt: Attempt,
  report: AttemptReport | null,
  findings: DiagnosisReport,
  publicUrl: string,
): ShownAttempt {
  const { failure } = attempt;
  return {
    id: attempt.id,
    provider: attempt.providerName,
    revision: attempt.providerRevision,
    status: attempt.status,
    startedAt: attempt.startedAt.toISOString(),
    endedAt: attempt.endedAt?.toISOString() ?? null,
    failure: failure === null ? null : showTripFailure(failure.code, failure.detail, publicUrl),
    ...findings,
    steps: (report?.steps ?? []).map(showStep),
    claims: report?.claims ?? {},
    verdicts: (report?.verdicts ?? []) as ShownAttempt['verdicts'],
  };
}
