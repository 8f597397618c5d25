import { z } from 'zod';
import { timeTextSchema } from '../../http/time.schema.js';

/** The body of `POST /v1/listeners/{name}/redeliver`: one way of saying what. */
export const redeliveryRequestSchema = z
  .strictObject({
    envelopeId: z.string().min(1).max(500).optional().meta({ description: 'Every event of this envelope.' }),
    from: timeTextSchema.optional().meta({ description: 'Every event from then on. Together with `to`.' }),
    to: timeTextSchema.optional().meta({ description: 'The time that every event is before.' }),
    status: z.literal('given_up').optional().meta({ description: 'Everything that was given up.' }),
  })
  .superRefine((body, context) => {
    const ways = [body.envelopeId, body.from ?? body.to, body.status].filter((way) => way !== undefined);
    if (ways.length !== 1)
      context.addIssue({
        code: 'custom',
        path: ways.length === 0 ? ['envelopeId'] : [],
        message: 'expected one of `envelopeId`, `from` with `to`, or `status`',
      });
    for (const name of ['from', 'to'] as const)
      if ((body.from !== undefined || body.to !== undefined) && body[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is required: `from` and `to` go together' });
    if (body.from !== undefined && body.to !== undefined && new Date(body.from) >= new Date(body.to))
      context.addIssue({ code: 'custom', path: ['to'], message: 'must be later than `from`' });
  })
  .meta({ id: 'RedeliveryRequest' });
export type RedeliveryRequest = z.output<typeof redeliveryRequestSchema>;

/** What is delivered again. */
export type RedeliveryFilter =
  | { readonly streamId: string }
  | { readonly from: string; readonly to: string }
  | { readonly status: 'given_up' }
  | { readonly deliveryId: string };

export const redeliverySchema = z
  .strictObject({
    id: z.uuid(),
    listener: z.string(),
    status: z.enum(['queueing', 'delivering', 'done', 'stopped']).meta({
      description:
        '`queueing`: the events are being opened again; as soon as all of them are, they are sent, in order. Nothing else is sent meanwhile.',
    }),
    total: z.int(),
    delivered: z.int(),
    givenUp: z.int(),
    pending: z.int().meta({ description: 'Not delivered yet.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Redelivery' });

export const acceptedRedeliverySchema = z
  .strictObject({
    id: z.uuid().meta({ description: 'Follow it at `/v1/redeliveries/{id}`.' }),
    total: z.int().meta({ description: 'How many events are delivered again.' }),
  })
  .meta({ id: 'AcceptedRedelivery' });
