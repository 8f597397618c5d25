import { z } from 'zod';

/** Offsets reach beyond the years that the text can name, and answers name the moment in UTC. Of what is no time nothing is said. */
function isNameable(time: string): boolean {
  const year = new Date(time).getUTCFullYear();
  return Number.isNaN(year) || (year >= 1 && year <= 9999);
}

/**
 * What RFC 3339 allows beside the usual (§5.6): small letters, and the leap second, which is the last of a month in UTC. Clocks that know
 * none call it the one after.
 */
function inCapitals(time: string): string {
  const text = time.toUpperCase();
  const before = new Date(text.replace(/^(.{17})60/u, '$159'));
  if (!/^.{17}60/u.test(text) || Number.isNaN(before.getTime())) return text;
  const after = new Date(before.getTime() + 1000);
  return after.getUTCDate() === 1 && /T00:00:00/u.test(after.toISOString()) ? after.toISOString() : text;
}

const inUtc = (time: string): string => (Number.isNaN(Date.parse(time)) ? time : new Date(time).toISOString());

/**
 * A moment that somebody enters: RFC 3339 with its offset, in a year that a database knows and that an answer can name. Comes out in
 * UTC with milliseconds: PostgreSQL knows no offset of 16 hours or more.
 */
export const timeTextSchema = z
  .string()
  .overwrite(inCapitals)
  .check(z.iso.datetime({ offset: true, error: 'expected a time such as 2030-01-31T00:00:00Z' }))
  .refine(isNameable, { error: 'expected a year from 0001 to 9999' })
  .overwrite(inUtc);

/** A moment in a query, as a `Date`. */
export const timeSchema = timeTextSchema.transform((time) => new Date(time));

/** Judges the two ends of a time that a list is asked for: what ends before it begins holds nothing, and is a mistake. */
export function judgeTimeRange(
  { from, to }: { readonly from?: Date | string | undefined; readonly to?: Date | string | undefined },
  context: z.RefinementCtx,
): void {
  if (from === undefined || to === undefined || new Date(from) <= new Date(to)) return;
  context.addIssue({ code: 'custom', path: ['from'], message: 'must not be later than `to`' });
  context.addIssue({ code: 'custom', path: ['to'], message: 'must not be earlier than `from`' });
}
