import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { CountersignError } from '../../src/errors/countersign-error.js';
import { listQuerySchema, PagedList } from '../../src/http/list.js';

const list = new PagedList('list', z.tuple([z.string(), z.number()]));

/** The cursor of a page that ends with an item of this sort key. */
const cursorOf = (key: readonly [string, number]): string =>
  list.page(
    [key, key],
    1,
    (row) => row,
    (row) => row,
  ).next ?? '';

describe('a page of a list', () => {
  test.each([
    [2, 3, true],
    [3, 3, false],
    [5, 3, false],
  ])('of %i out of %i rows read has a next one: %s', (limit, count, more) => {
    const rows = Array.from({ length: count }, (_unused, index) => index);
    const page = list.page(
      rows,
      limit,
      (row) => ['key', row],
      (row) => ({ row }),
    );
    expect(page.items).toHaveLength(Math.min(limit, count));
    expect(page.next !== null).toBe(more);
    if (page.next !== null) expect(list.after(page.next)).toEqual(['key', limit - 1]);
  });

  test('is found again by its cursor, whatever the sort key holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) => {
        expect(list.after(cursorOf([text, number]))).toEqual([text, number]);
      }),
    );
  });

  test('refuses any cursor that is not one of ours, naming it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (cursor) => {
          try {
            list.after(cursor);
          } catch (error) {
            expect(error).toBeInstanceOf(CountersignError);
            expect(error).toMatchObject({ code: 'request.invalid', faults: [{ path: 'query.cursor' }] });
          }
        },
      ),
    );
  });

  test('refuses one of ours that was changed on its way', () => {
    const cursor = cursorOf(['key', 1]);
    for (const changed of [`${cursor}!`, `${cursor}=`, `${cursor}AA`, ` ${cursor}`, cursor.slice(0, -1)])
      expect(() => list.after(changed)).toThrow(CountersignError);
  });

  test.each(['0', '201', '1.5', 'many', '-1', '', '0x10', '1e1', ' 5 ', '+5', '0b11', '٥', ['5']])(
    'refuses the limit %p',
    (limit) => {
      expect(listQuerySchema.safeParse({ limit }).success).toBe(false);
    },
  );

  test('has 50 items when no limit is given', () => {
    expect(listQuerySchema.parse({})).toEqual({ limit: 50 });
  });
});
