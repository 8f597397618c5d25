import { z } from 'zod';
import { eventTypeSchema } from '../../audit/audit-event-type.js';
import { listQueryShape } from '../../http/list.js';
import { judgeTimeRange, timeTextSchema } from '../../http/time.schema.js';
import { listenerNameSchema } from '../listeners/listener.schema.js';
import { keptAnswerSchema, tryAuthenticationSchema } from '../testing/listener-test.schema.js';

const deliveryStatuses = ['pending', 'delivered', 'failed', 'given_up'] as const;

export const deliveryListQuerySchema = z
  .strictObject({
    ...listQueryShape,
    listener: listenerNameSchema.optional().meta({ description: 'Name of the listener.' }),
    envelopeId: z.string().min(1).max(500).optional().meta({ description: "The workflow's id of the envelope." }),
    status: z.enum(deliveryStatuses).optional(),
    type: eventTypeSchema.optional(),
    from: timeTextSchema.optional().meta({ description: 'The earliest time of the event, included.' }),
    to: timeTextSchema.optional().meta({ description: 'The time that every event is before.' }),
  })
  .superRefine(judgeTimeRange);
export type DeliveryListQuery = z.output<typeof deliveryListQuerySchema>;

const deliveryMembers = {
  id: z.uuid(),
  listener: z.string(),
  eventId: z.uuid().meta({ description: '`webhook-id` and `data.id`; the same at every try.' }),
  type: z.string(),
  envelopeId: z.string().nullable(),
  occurredAt: z.iso.datetime().meta({ description: 'When the event happened.' }),
  status: z.enum(deliveryStatuses).meta({
    description: '`pending`: not tried yet. `failed`: tried, and tried again. `given_up`: not tried any more.',
  }),
  payload: z.enum(['thin', 'outcome']),
  tries: z.int(),
  nextTryAt: z.iso.datetime().nullable().meta({
    description: 'null when it has ended, or waits for an earlier one of its envelope.',
  }),
  code: z.string().nullable().meta({ description: 'Why the last try failed, or why it was given up.' }),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  erased: z.boolean().meta({ description: 'The person was erased: bodies and answers about them are gone.' }),
  audit: z.strictObject({ index: z.int() }).meta({ description: 'The leaf of the event in the log.' }),
};

/** A delivery in lists. */
export const deliverySchema = z.strictObject(deliveryMembers).meta({ id: 'Delivery' });

/** One delivery with each try. */
export const deliveryDetailsSchema = z
  .strictObject({
    ...deliveryMembers,
    attempts: z.array(
      z.strictObject({
        number: z.int(),
        at: z.iso.datetime(),
        durationMs: z.int(),
        status: z.int().nullable().meta({ description: 'Of the answer; null: none came.' }),
        code: z.string().nullable().meta({ description: 'Error code; null: it was accepted.' }),
        detail: z.string().nullable(),
        path: z.string().nullable().meta({ description: 'JSON path of the setting at fault, where it is known.' }),
        answer: keptAnswerSchema.nullable(),
        authentication: tryAuthenticationSchema,
      }),
    ),
  })
  .meta({ id: 'DeliveryDetails' });
