import { z } from 'zod';
import { authenticationMethods, clientGrants } from '../../access/oauth-client-terms.js';
import { readDistinguishedName } from '../../certificates/names/read-distinguished-name.js';
import { luxon } from '../../claims/normal-forms/luxon.js';
import { takesBack } from '../../http/sent-back.js';
import { policyLevels, tokenBindings, weekdays } from './token-policy.js';

const networkSchema = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: 'must be an address or a block such as 10.0.0.0/8 or fd00::/8',
});

const timeSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day such as 08:00, at most 24:00');

const hoursSchema = z
  .strictObject({
    timeZone: z
      .string()
      .max(100)
      .refine((name) => name.includes('/') || name === 'UTC', 'must be a name of the IANA time zone database')
      .refine((name) => luxon().IANAZone.isValidZone(name), 'is no time zone of the IANA database, e.g. Europe/Vienna')
      .meta({ description: 'IANA name, so that summer time is what it is there.', example: 'Europe/Vienna' }),
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .default([...weekdays])
      .meta({
        description: 'On which the hours begin. Default: every day.',
      }),
    from: timeSchema.default('00:00'),
    to: timeSchema.default('24:00').meta({ description: 'First minute after. Not after `from`: on the next day.' }),
  })
  .meta({ id: 'TokenPolicyHours' });

const whenSchema = z
  .strictObject({
    grants: z.array(z.enum(clientGrants)).min(1).max(clientGrants.length).optional(),
    networks: z.array(networkSchema).min(1).max(100).optional().meta({
      description: 'Where the request comes from, behind `TRUSTED_PROXIES`.',
    }),
    hours: hoursSchema.optional(),
    certificateIssuer: z
      .string()
      .max(1000)
      .superRefine((text, context) => {
        const read = readDistinguishedName(text);
        if ('fault' in read) context.addIssue({ code: 'custom', message: read.fault });
      })
      .optional()
      .meta({
        description:
          'Who has issued the certificate of the request: a distinguished name (RFC 4514). An `allow` believes it only of a certificate that the tenant or the deployment trusts.',
      }),
  })
  .meta({ id: 'TokenPolicyConditions', description: 'All of them have to be so; what is left out always is.' });

const requireSchema = z
  .strictObject({
    binding: z.enum(tokenBindings).optional().meta({ description: 'What the token has to be bound to.' }),
    authentication: z.array(z.enum(authenticationMethods)).min(1).max(authenticationMethods.length).optional().meta({
      description: 'One of these the client has to have used.',
    }),
    maximumSeconds: z.int().min(1).max(2_592_000).optional().meta({
      description: 'How long the token lives at most; one that would live longer is shortened.',
    }),
  })
  .meta({ id: 'TokenPolicyDemands' });

const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .meta({ description: 'In words. Stands in the trail; the client is never told.' });

const members = {
  level: z.enum(policyLevels),
  subject: z.string().min(1).max(200).nullable().default(null).meta({
    description: 'Id of the client, or name of the scope; null at level `tenant`.',
  }),
  when: whenSchema.default({}),
  require: requireSchema.default({}),
  effect: z.enum(['allow', 'deny', 'require']).meta({
    description:
      '`deny`: one that matches refuses. `allow`: where a level has such, at least one has to match. `require`: neither; only what it requires has to hold.',
  }),
  reason: reasonSchema,
};

interface BetweenMembers {
  readonly level: string;
  readonly subject: string | null;
  readonly require: object;
  readonly effect: string;
}

/** What members mean together. */
function judgeTogether({ level, subject, require, effect }: BetweenMembers, context: z.RefinementCtx): void {
  const fault = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (level === 'tenant' && subject !== null) fault('subject', 'must be null at level tenant: it is for every token');
  if (level !== 'tenant' && subject === null)
    fault('subject', level === 'client' ? 'must be the id of a client' : 'must be the name of a scope');
  const demands = Object.values(require).filter((one) => one !== undefined).length;
  if (effect === 'deny' && demands > 0) fault('require', 'must be empty where the effect is deny: nothing is issued');
  if (effect === 'require' && demands === 0) fault('require', 'must demand something where the effect is require');
}

export const tokenPolicyRequestSchema = z
  .strictObject(members)
  .superRefine(judgeTogether)
  .meta({ id: 'TokenPolicyRequest' });
export const tokenPolicyReplacementSchema = takesBack(tokenPolicyRequestSchema, 'TokenPolicyReplacement', [
  'id',
  'revision',
  'createdAt',
  'updatedAt',
]);
export type TokenPolicyRequest = z.output<typeof tokenPolicyRequestSchema>;

export const tokenPolicySchema = z
  .strictObject({
    id: z.uuid(),
    ...members,
    revision: z.int().min(1).meta({ description: 'Counts its changes; the `ETag` is `"<revision>"`.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'TokenPolicy' });
