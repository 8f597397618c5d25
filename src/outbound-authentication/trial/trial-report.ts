import { z } from 'zod';
import { catalogueEntry } from '../../errors/catalogue.js';
import type { CountersignError } from '../../errors/countersign-error.js';
import { checkVerdicts, type Finding, fault, findingSchema } from '../../http/finding.js';

/** What is tried, in the order in which a call needs it. */
const trialSteps = ['client-certificate', 'token-request', 'connection', 'call'] as const;
type TrialStep = (typeof trialSteps)[number];

const trialCheckSchema = findingSchema
  .extend({
    id: z.enum(trialSteps).meta({ description: 'What was tried.' }),
    code: z.string().nullable().meta({ description: 'The error code of a fault; its page explains it.' }),
  })
  .meta({ id: 'ExternalAuthenticationCheck' });

export type TrialCheck = z.output<typeof trialCheckSchema>;

export const trialReportSchema = z
  .object({
    verdict: z.enum(['ok', 'warning', 'fault']).meta({ description: 'The gravest of the checks.' }),
    checks: z.array(trialCheckSchema).meta({ description: 'Faults first, then warnings, then the rest.' }),
  })
  .meta({ id: 'ExternalAuthenticationReport' });

export type TrialReport = z.output<typeof trialReportSchema>;

export const checkOf = (id: TrialStep, finding: Finding): TrialCheck => ({ id, code: null, ...finding });

/** An error as the fault of a step, with the remedy of its code. */
export function checkOfError(id: TrialStep, error: CountersignError, expected: string): TrialCheck {
  const path = error.faults[0]?.path ?? '$';
  const { remedy, title } = catalogueEntry(error.code);
  return { id, code: error.code, ...fault(path, { seen: error.detail ?? title, expected, remedy }) };
}

export function reportOf(checks: readonly TrialCheck[]): TrialReport {
  const sorted = checks.toSorted(
    (one, other) =>
      checkVerdicts.indexOf(one.verdict) - checkVerdicts.indexOf(other.verdict) ||
      trialSteps.indexOf(one.id) - trialSteps.indexOf(other.id),
  );
  const worst = sorted[0]?.verdict;
  return { verdict: worst === 'fault' || worst === 'warning' ? worst : 'ok', checks: sorted };
}
