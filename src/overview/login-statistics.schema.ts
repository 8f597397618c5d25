import { z } from 'zod';
import { CountersignError, type Fault } from '../errors/countersign-error.js';
import { timeSchema } from '../http/time.schema.js';

/** Seconds of a step. A week begins on Monday, 00:00 UTC. */
export const stepSeconds = { minute: 60, hour: 3_600, day: 86_400, week: 604_800 } as const;

type Step = keyof typeof stepSeconds;

/** Steps that one answer spans at most. */
const MAXIMUM_STEPS = 1_000;
const DAY = 86_400_000;

/** Query of `GET /v1/statistics/logins`. */
export const statisticsQuerySchema = z.strictObject({
  from: timeSchema.optional().meta({
    description: 'The earliest start, included; moved back to where its step begins. Default: a day before `to`.',
  }),
  to: timeSchema.optional().meta({ description: 'The time that every start is before. Default: now.' }),
  step: z
    .enum(['minute', 'hour', 'day', 'week'], { error: 'expected minute, hour, day or week' })
    .default('hour')
    .meta({ description: `Length of a step, in UTC. At most ${MAXIMUM_STEPS} of them.` }),
  by: z.enum(['provider', 'code'], { error: 'expected provider or code' }).optional().meta({
    description: 'One item per provider, or per provider and error code of what failed. Default: all together.',
  }),
});

type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

const count = z.int().min(0);
const milliseconds = z
  .int()
  .nullable()
  .meta({ description: 'From start to end of the logins that succeeded, in milliseconds; null when none did.' });

const itemSchema = z
  .object({
    at: z.iso.datetime().meta({ description: 'When the step begins.' }),
    provider: z.string().nullable().meta({ description: 'null unless asked for with `by`.' }),
    code: z.string().nullable().meta({ description: 'Error code; null unless asked for with `by=code`.' }),
    logins: count.meta({ description: 'Logins that were started in this step.' }),
    succeeded: count,
    failed: count,
    abandoned: count.meta({ description: 'Not finished by the signer, or not needed any more.' }),
    underway: count,
    medianMs: milliseconds,
    p95Ms: milliseconds,
  })
  .meta({ id: 'LoginStatisticsItem' });

export const statisticsSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    step: z.enum(['minute', 'hour', 'day', 'week']),
    by: z.enum(['provider', 'code']).nullable(),
    items: z.array(itemSchema).meta({ description: 'In order of time. A step without any login is left out.' }),
  })
  .meta({ id: 'LoginStatistics' });

export type StatisticsItem = z.output<typeof itemSchema>;

/** What is to be counted. */
export interface StatisticsRange {
  readonly from: Date;
  readonly to: Date;
  readonly step: Step;
  readonly by: 'provider' | 'code' | null;
}

/** A Monday: where weeks begin, and with them all shorter steps. */
export const ORIGIN = new Date('2001-01-01T00:00:00Z');

/** @throws CountersignError `request.invalid` when the range is empty, or longer than an answer may be */
export function rangeOf({ from, to, step, by }: StatisticsQuery, now: Date): StatisticsRange {
  const end = to ?? now;
  const length = stepSeconds[step] * 1_000;
  const asked = from ?? new Date(end.getTime() - DAY);
  const begin = new Date(ORIGIN.getTime() + Math.floor((asked.getTime() - ORIGIN.getTime()) / length) * length);
  const faults: Fault[] = [];
  if (asked >= end) faults.push({ path: 'query.from', message: 'expected a time before `to`' });
  else if ((end.getTime() - begin.getTime()) / length > MAXIMUM_STEPS)
    faults.push({
      path: 'query.step',
      message: `expected a longer step: the range has more than ${MAXIMUM_STEPS} of them`,
    });
  if (faults.length > 0) throw new CountersignError('request.invalid', { faults });
  return { from: begin, to: end, step, by: by ?? null };
}
