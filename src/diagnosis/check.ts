import { z } from 'zod';

/**
 * - `fault`: logins fail, or a setting is certainly wrong.
 * - `warning`: logins may fail, or something should be known.
 * - `not-applicable`: there is nothing to look at, or something before it has to be put right first.
 */
export const checkVerdicts = ['fault', 'warning', 'ok', 'not-applicable'] as const;

/** Every check, in the order of cause and effect: what stands earlier explains what stands later. */
export const checkIds = [
  'configuration',
  'credentials',
  'address',
  'tls',
  'connection',
  'discovery',
  'issuer',
  'clock',
  'endpoints',
  'authorization-endpoint',
  'token-endpoint',
  'jwks',
  'client-id',
  'redirect-uri',
  'client-authentication',
  'authorization-request',
  'provider-features',
  'signing-algorithms',
  'encryption',
  'scopes',
  'resources',
  'logout',
  'mapping-paths',
  'mapping-targets',
  'subject',
  'expiry',
  'provider-warnings',
  'attempt',
  'mapping',
] as const;

export type CheckId = (typeof checkIds)[number];
export type CheckVerdict = (typeof checkVerdicts)[number];

export const checkSchema = z
  .object({
    id: z.enum(checkIds).meta({ description: 'What was looked at.' }),
    verdict: z.enum(checkVerdicts),
    path: z.string().meta({
      description: 'JSON path of the setting in the provider body.',
      examples: ['$.clientAuthentication.clientSecret'],
    }),
    seen: z.string().meta({ description: 'What was found.' }),
    expected: z.string().meta({ description: 'What should have been found.' }),
    remedy: z.string().nullable().meta({ description: 'What to do about it; null when there is nothing to do.' }),
  })
  .meta({ id: 'DiagnosisCheck', description: 'One thing that was looked at, with what was seen and expected.' });

export type Check = z.output<typeof checkSchema>;

/** What a check found about one setting. */
export type Finding = Omit<Check, 'id'>;

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
