import { z } from 'zod';
import type { StepRecord } from '../../federation/trip.js';

export const stepSchema = z
  .object({
    step: z.string().meta({ description: 'E.g. `discovery`, `token_request`, `id_token`, `resource`.' }),
    name: z.string().optional().meta({ description: 'The resource.' }),
    call: z.int().optional().meta({ description: '1 or 2 for the two calls of a resource URI.' }),
    startedAt: z.iso.datetime(),
    durationMs: z.number(),
    request: z
      .object({ method: z.string(), url: z.string(), tokenSentAs: z.array(z.string()).optional() })
      .optional()
      .meta({ description: 'Tokens, codes and secrets are masked.' }),
    response: z.object({ status: z.int(), mediaType: z.string().nullable(), bytes: z.int() }).optional(),
    outcome: z.string().meta({ description: '`ok`, or the error code.' }),
    detail: z.string().optional().meta({ description: 'What was seen and expected; never a claim value.' }),
  })
  .meta({ id: 'StepRecord', description: 'One call or judgement of a login.' });

export type ShownStep = z.output<typeof stepSchema>;

export function showStep(record: StepRecord): ShownStep {
  const { step, name, call, startedAt, durationMs, request, response, outcome, detail } = record;
  return {
    step,
    ...(name === undefined ? {} : { name }),
    ...(call === undefined ? {} : { call }),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs * 10) / 10,
    ...(request === undefined ? {} : { request: { ...request, tokenSentAs: [...(request.tokenSentAs ?? [])] } }),
    ...(response === undefined ? {} : { response }),
    outcome,
    ...(detail === undefined ? {} : { detail }),
  };
}
