import { z } from 'zod';
import { stepSchema } from '../../diagnosis/reports/step.schema.js';

const placed = { at: z.iso.datetime().meta({ description: 'When it happened; a step: when it began.' }) };

const timelineEventSchema = z
  .object({
    ...placed,
    kind: z.literal('event'),
    type: z.string().meta({ examples: ['attempt.started'] }),
    actor: z.object({ type: z.string(), id: z.string() }),
    sequence: z.int().meta({ description: 'Of the event in the envelope’s stream.' }),
    attemptId: z.uuid().nullable(),
    data: z.record(z.string(), z.json()),
  })
  .meta({ id: 'TimelineEvent' });

const timelineStepSchema = stepSchema
  .omit({ startedAt: true })
  .extend({
    ...placed,
    kind: z.literal('step'),
    attemptId: z.uuid(),
    provider: z.string(),
  })
  .meta({ id: 'TimelineStep' });

export const timelineSchema = z
  .object({ items: z.array(z.discriminatedUnion('kind', [timelineEventSchema, timelineStepSchema])) })
  .meta({
    id: 'Timeline',
    description:
      'Everything that happened, in order: events of the trail, and each call and judgement of each login with its time. No value of a person.',
  });

export type TimelineItem = z.output<typeof timelineSchema>['items'][number];
