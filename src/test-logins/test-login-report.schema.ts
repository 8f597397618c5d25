import { z } from 'zod';
import { diagnosisReportSchema } from '../diagnosis/diagnosis-report.js';
import { previewedMappingSchema } from '../diagnosis/mappings/previewed-mapping.schema.js';
import { claimTreeSchema } from '../diagnosis/reports/claim-tree.schema.js';
import { stepSchema } from '../diagnosis/reports/step.schema.js';
import { tripFailureSchema } from '../diagnosis/reports/trip-failure.schema.js';

const jsonObject = z.record(z.string(), z.json());

/** Everything that a test login has shown. Holds the claims of whoever logged in; tokens, codes and secrets are not in it. */
export const testLoginReportSchema = diagnosisReportSchema
  .extend({
    failure: tripFailureSchema.nullable(),
    revision: z.int(),
    steps: z.array(stepSchema).meta({ description: 'Every call and judgement, with times; masked.' }),
    sources: z
      .array(z.object({ source: z.string(), tree: claimTreeSchema, claims: z.json() }))
      .meta({ description: 'Claims by source, with their names and types.' }),
    mappings: z.array(previewedMappingSchema),
    subject: z.object({ issuer: z.string(), sub: z.string() }).nullable(),
    acr: z.string().nullable(),
    amr: z.array(z.string()),
    authTime: z.iso.datetime().nullable(),
    tokenType: z.string().nullable(),
    relaxations: z.array(z.string()).meta({ description: 'Checks that are turned off and would have refused.' }),
    idToken: z
      .object({ header: jsonObject, claims: jsonObject })
      .nullable()
      .meta({ description: 'The ID token whose signature was verified, also when it was refused afterwards.' }),
    resources: z.array(
      z.object({
        name: z.string(),
        uri: z.string(),
        calls: z.array(z.object({ status: z.int().nullable(), tokenSentAs: z.array(z.string()), outcome: z.string() })),
        mediaType: z.string().nullable(),
        body: z.string().nullable().meta({ description: 'As received, cut after 20,000 characters.' }),
      }),
    ),
  })
  .meta({ id: 'TestLoginReport' });

export type TestLoginReport = z.output<typeof testLoginReportSchema>;
