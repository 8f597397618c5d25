import { z } from 'zod';

/**
 * - `fault`: it does not work, or a setting is certainly wrong.
 * - `warning`: it may fail, or something should be known.
 * - `not-applicable`: there is nothing to look at, or something before it has to be put right first.
 */
export const checkVerdicts = ['fault', 'warning', 'ok', 'not-applicable'] as const;

/** What was found about one setting. */
export const findingSchema = z.object({
  verdict: z.enum(checkVerdicts),
  path: z.string().meta({
    description: 'JSON path of the setting in the body.',
    examples: ['$.clientAuthentication.clientSecret'],
  }),
  seen: z.string().meta({ description: 'What was found.' }),
  expected: z.string().meta({ description: 'What should have been found.' }),
  remedy: z.string().nullable().meta({ description: 'What to do about it; null when there is nothing to do.' }),
});

export type Finding = z.output<typeof findingSchema>;

interface Found {
  readonly seen: string;
  readonly expected: string;
}

type Found3 = Found & { readonly remedy: string };

export const fault = (path: string, found: Found3): Finding => ({ verdict: 'fault', path, ...found });

export const warning = (path: string, found: Found3): Finding => ({ verdict: 'warning', path, ...found });

export const ok = (path: string, found: Found): Finding => ({ verdict: 'ok', path, ...found, remedy: null });

/** @param because why there was nothing to look at */
export const notApplicable = (path: string, because: string, expected: string): Finding => ({
  verdict: 'not-applicable',
  path,
  seen: because,
  expected,
  remedy: null,
});
