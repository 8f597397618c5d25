import { z } from 'zod';
import { pageSchema } from '../../src/http/list.js';
import { type ProviderResponse, providerResponseSchema } from '../../src/providers/api/provider-response.schema.js';
import { revisionSchema } from '../../src/providers/api/provider-revision.schema.js';
import type { ApiAnswer } from '../support/service/api-client.js';

const problemSchema = z.looseObject({
  code: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).default([]),
});
const providersSchema = pageSchema(providerResponseSchema, 'ProvidersInTest');
const revisionsSchema = pageSchema(revisionSchema, 'RevisionsInTest');
const eventsSchema = z.object({
  items: z.array(z.looseObject({ type: z.string(), data: z.record(z.string(), z.json()) })),
});

/** Answers as the schemas that describe them read them: an answer that is not as described fails the test. */
export const providerIn = (answer: ApiAnswer): ProviderResponse => providerResponseSchema.parse(answer.body);
export const providersIn = (answer: ApiAnswer) => providersSchema.parse(answer.body);
export const revisionIn = (answer: ApiAnswer) => revisionSchema.parse(answer.body);
export const revisionsIn = (answer: ApiAnswer) => revisionsSchema.parse(answer.body);
export const problemIn = (answer: ApiAnswer) => problemSchema.parse(answer.body);
export const eventsIn = (answer: ApiAnswer) => eventsSchema.parse(answer.body).items;
/** The paths of the faults of a problem. */
export const faultsIn = (answer: ApiAnswer): readonly string[] => problemIn(answer).errors.map(({ path }) => path);
