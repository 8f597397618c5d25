import { z } from 'zod';
import type { StepRecord } from '../federation/trip.js';
import type { AttemptReport } from './attempt.js';

const reportSchema = z.object({
  steps: z.array(z.looseObject({ startedAt: z.coerce.date() })),
  claims: z.record(z.string(), z.unknown()),
  verdicts: z.array(z.unknown()),
  checks: z.array(z.unknown()).default([]),
});

/** Reads a stored report. What was written by an older release is shown as it is. */
export function attemptReportOf(bytes: Uint8Array): AttemptReport {
  const report = reportSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return { ...report, steps: report.steps as unknown as readonly StepRecord[] };
}
