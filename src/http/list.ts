import { z } from 'zod';
import { wholeNumber } from '../config/whole-number.js';
import { CountersignError } from '../errors/countersign-error.js';
import { textFaults } from './text-faults.js';

const PAGE = 50;

/** Query members of every list. */
export const listQueryShape = {
  // Named twice: zod writes no default for what is read from text.
  limit: wholeNumber(1, 200).default(PAGE).meta({ description: 'How many items at most.', default: PAGE }),
  cursor: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
};

export const listQuerySchema = z.strictObject(listQueryShape);
export type ListQuery = z.infer<typeof listQuerySchema>;

/** One page of a list. `next` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export function pageSchema<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable().meta({ description: 'Pass as `cursor` for the next page; null at the end.' }),
    })
    .meta({ id });
}

/** Writes the sort key of the last item as an opaque cursor. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** Time in a sort key: as `toISOString` writes it, in a year that a database knows too. */
export const timeKey = z.iso.datetime({ precision: 3 }).refine((time) => !time.startsWith('0000'));

/** Sort key of lists by time, and then by id. */
export const timeAndIdKey = z.tuple([timeKey, z.uuid()]);

/** @throws CountersignError `request.invalid` when the cursor is not one of ours */
export function decodeCursor<T extends z.ZodType>(cursor: string, key: T): z.infer<T> {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (textFaults(decoded, 'query.cursor').length > 0) throw new Error('The cursor holds text that cannot be stored');
    const position = key.parse(decoded);
    // A decoder reads more than `encodeCursor` writes: what was cut or copied with something beside it is not `next` of a page.
    if (encodeCursor(decoded as readonly (string | number)[]) !== cursor) throw new Error('The cursor was changed');
    return position;
  } catch (cause) {
    throw new CountersignError('request.invalid', {
      faults: [{ path: 'query.cursor', message: 'expected `next` of an earlier page' }],
      cause,
    });
  }
}

/**
 * Cuts rows that were read with `limit + 1` into a page.
 * @param keyOf the sort key of a row, for the cursor
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
