import { z } from 'zod';
import { authenticationMethods, clientGrants } from '../access/oauth-client-terms.js';
import { readChain } from '../certificates/certificate-chain.js';
import { timeTextSchema } from '../http/time.schema.js';
import { policyLevels, tokenBindings } from './rules/token-policy.js';

const certificateSchema = z
  .string()
  .max(65_536)
  .superRefine((text, context) => {
    const read = readChain(text);
    if ('fault' in read) context.addIssue({ code: 'custom', message: read.fault });
  });

export const trialRequestSchema = z
  .strictObject({
    clientId: z.string().min(1).max(200),
    grant: z.enum(clientGrants).default('client_credentials'),
    scopes: z.array(z.string().min(1).max(200)).max(100).default([]),
    audience: z.string().max(500).optional().meta({ description: "Default: the service's own API." }),
    authentication: z.enum(authenticationMethods).optional().meta({
      description: 'How the client is supposed to have authenticated. Default: as it is registered.',
    }),
    binding: z
      .enum(['none', ...tokenBindings])
      .optional()
      .meta({
        description: 'What the token is supposed to be bound to. Default: as the client is registered.',
      }),
    certificate: certificateSchema.nullable().default(null).meta({
      description: 'PEM, its own first, then what comes with it. Whether somebody has its key is not asked.',
    }),
    address: z.union([z.ipv4(), z.ipv6()], { error: 'must be an address' }).default('192.0.2.1'),
    at: timeTextSchema.optional().meta({
      description: 'Default: now.',
    }),
    seconds: z.int().min(1).default(3600).meta({ description: 'How long the token would live.' }),
  })
  .meta({ id: 'TokenPolicyTrial' });
export type TrialRequest = z.output<typeof trialRequestSchema>;

export const trialAnswerSchema = z
  .strictObject({
    issue: z.boolean(),
    seconds: z.int().nullable().meta({ description: 'How long the token would live; null: none is issued.' }),
    refusedBy: z
      .strictObject({
        policyId: z.string().nullable().meta({
          description:
            'null: none of the policies that allow has matched, mutual TLS is demanded, or the client gets no such token at all: it is disabled, or not registered for that.',
        }),
        reason: z.string().meta({ description: 'As the trail has it.' }),
        description: z.string().meta({ description: 'As the client is told it.' }),
      })
      .nullable(),
    policies: z
      .array(
        z.strictObject({
          id: z.string(),
          level: z.enum(policyLevels),
          subject: z.string().nullable(),
          effect: z.enum(['allow', 'deny', 'require']),
          matches: z.boolean(),
          why: z.string().nullable().meta({ description: 'Why it does not match, or what it finds lacking.' }),
        }),
      )
      .meta({ description: 'Every policy that is about such a token.' }),
  })
  .meta({ id: 'TokenPolicyTrialResult' });
