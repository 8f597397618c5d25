import { z } from 'zod';
import { wholeNumber } from '../config/whole-number.js';
import { CountersignError } from '../errors/countersign-error.js';
import { unusableTexts } from './text-faults.js';

const PAGE = 50;
/** Characters; a list may be in the order of addresses, of which some have two thousand. */
const MOST_OF_CURSOR = 8_000;

/** Query members of every list. */
export const listQueryShape = {
  // Named twice: zod writes no default for what is read from text.
  limit: wholeNumber(1, 200).default(PAGE).meta({ description: 'How many items at most.', default: PAGE }),
  cursor: z.string().max(MOST_OF_CURSOR).optional().meta({ description: '`next` of the page before.' }),
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

/** Time in a sort key: as `toISOString` writes it, in a year that a database knows too. */
export const timeKey = z.iso.datetime({ precision: 3 }).refine((time) => !time.startsWith('0000'));

/** Sort key of lists by time, and then by id. */
export const timeAndIdKey = z.tuple([timeKey, z.uuid()]);

type SortKey = readonly (string | number)[];

/** A list that is read page by page. Its cursors name it: where a page of another list ended says nothing about this one. */
export class PagedList<Key extends z.ZodType> {
  /**
   * @param name unlike that of every other list, and of the same list in another order
   * @param key what its items are sorted by
   */
  constructor(
    private readonly name: string,
    private readonly key: Key,
  ) {}

  /** The sort key after which a page begins; null for the first page. @throws CountersignError `request.invalid` when the cursor is none of this list's */
  after(cursor: string | undefined): z.output<Key> | null {
    if (cursor === undefined) return null;
    try {
      const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
      if (unusableTexts(decoded).length > 0) throw new Error('The cursor holds text that cannot be stored');
      const [name, ...key] = z.tuple([z.string()], z.union([z.string(), z.number()])).parse(decoded);
      if (name !== this.name) throw new Error(`The cursor is of the list ${name}`);
      const position = this.key.parse(key);
      // A decoder reads more than is written here: what was cut or copied with something beside it is not `next` of a page.
      if (this.cursor(key) !== cursor) throw new Error('The cursor was changed');
      return position;
    } catch (cause) {
      throw new CountersignError('request.invalid', {
        faults: [{ path: 'query.cursor', message: 'expected `next` of an earlier page of this list' }],
        cause,
      });
    }
  }

  /**
   * Cuts rows that were read with `limit + 1` into a page.
   * @param keyOf the sort key of a row, for the cursor
   */
  page<Row, Item>(
    rows: readonly Row[],
    limit: number,
    keyOf: (row: Row) => SortKey,
    itemOf: (row: Row) => Item,
  ): Page<Item> {
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(itemOf),
      next: rows.length > limit && last !== undefined ? this.cursor(keyOf(last)) : null,
    };
  }

  private cursor(key: SortKey): string {
    return Buffer.from(JSON.stringify([this.name, ...key]), 'utf8').toString('base64url');
  }
}
