import { z } from 'zod';

/** A moment in a query: RFC 3339 with its offset, in a year that a database knows too. Comes out as a `Date`. */
export const timeSchema = z.iso
  .datetime({ offset: true, error: 'expected a time such as 2026-01-31T00:00:00Z' })
  .refine((time) => !time.startsWith('0000'), { error: 'expected a year from 0001' })
  .transform((time) => new Date(time));
