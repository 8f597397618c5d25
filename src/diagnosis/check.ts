import { z } from 'zod';
import { findingSchema } from '../http/finding.js';

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

/** Members of a provider body with which a finding would go. */
export const changeSchema = z
  .record(z.string(), z.unknown())
  .optional()
  .meta({
    description:
      'Members of the provider body as they should be, where that can be told: put in place of the present ones and sent with `PUT`, they are the remedy.',
    examples: [{ resources: [{ name: 'userinfo', type: 'userinfo' }] }],
  });

export const checkSchema = findingSchema
  .extend({
    id: z.enum(checkIds).meta({ description: 'What was looked at.' }),
    change: changeSchema,
  })
  .meta({ id: 'DiagnosisCheck', description: 'One thing that was looked at, with what was seen and expected.' });

export type Check = z.output<typeof checkSchema>;

/** What a check found about one setting. */
export type Finding = Omit<Check, 'id'>;

/** @param change members of the provider body as they should be; null when that cannot be told */
export function withChange(finding: Finding, change: object | null): Finding {
  return change === null ? finding : { ...finding, change: { ...change } };
}

export { checkVerdicts, fault, notApplicable, ok, warning } from '../http/finding.js';
