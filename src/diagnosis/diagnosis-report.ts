import { z } from 'zod';
import { type Check, checkIds, checkSchema, checkVerdicts } from './check.js';

export const diagnosisReportSchema = z
  .object({
    verdict: z.enum(['ok', 'warning', 'fault']).meta({ description: 'The gravest of the checks.' }),
    checks: z
      .array(checkSchema)
      .meta({ description: 'Faults first, the most likely cause at the top; then warnings, then the rest.' }),
    requests: z
      .object({
        sent: z.int().min(0).meta({ description: 'Requests that were sent to the provider.' }),
        toTokenEndpoint: z.int().min(0).meta({ description: 'Those of them that were token requests.' }),
        refusedByTokenEndpoint: z.int().min(0).meta({
          description:
            'Refused token requests: together with refused pushed authorization requests at most 3 a minute at one token endpoint, whoever diagnoses.',
        }),
        pushed: z.int().min(0).optional().meta({
          description: 'Pushed authorization requests (RFC 9126); absent where none are pushed.',
        }),
        refusedPushed: z.int().min(0).optional().meta({ description: 'Those of them that were refused.' }),
        notAsked: z.array(z.string()).meta({
          description:
            'What would have been asked of the provider too. Run the diagnosis again a minute later: it goes on with that.',
          examples: [['$.clientAuthentication.method with client_secret_post']],
        }),
      })
      .optional()
      .meta({ description: 'What a diagnosis has cost the provider. Absent where nothing was asked of it.' }),
  })
  .meta({ id: 'DiagnosisReport' });

export type DiagnosisReport = z.output<typeof diagnosisReportSchema>;

/** Puts faults first, causes before their effects, and every setting once per check. */
export function reportOf(checks: readonly Check[]): DiagnosisReport {
  const sorted = distinct(checks).toSorted(
    (one, other) =>
      checkVerdicts.indexOf(one.verdict) - checkVerdicts.indexOf(other.verdict) ||
      checkIds.indexOf(one.id) - checkIds.indexOf(other.id),
  );
  return { verdict: worstOf(sorted), checks: sorted };
}

function worstOf([first]: readonly Check[]): DiagnosisReport['verdict'] {
  return first?.verdict === 'fault' || first?.verdict === 'warning' ? first.verdict : 'ok';
}

function distinct(checks: readonly Check[]): readonly Check[] {
  const seen = new Set<string>();
  return checks.filter((check) => {
    const key = JSON.stringify(check);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
