import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { CountersignError } from '../../src/errors/countersign-error.js';
import { decodeCursor, encodeCursor, listQuerySchema, pageOf } from '../../src/http/list.js';

const cursorKey = z.tuple([z.string(), z.number()]);

describe('a page of a list', () => {
  test.each([
    [2, 3, true],
    [3, 3, false],
    [5, 3, false],
  ])('of %i out of %i rows read has a next one: %s', (limit, count, more) => {
    const rows = Array.from({ length: count }, (_unused, index) => index);
    const page = pageOf(
      rows,
      limit,
      (row) => ['key', row],
      (row) => ({ row }),
    );
    expect(page.items).toHaveLength(Math.min(limit, count));
    expect(page.next !== null).toBe(more);
    if (page.next !== null) expect(decodeCursor(page.next, cursorKey)).toEqual(['key', limit - 1]);
  });

  test('is found again by its cursor, whatever the sort key holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) => {
        expect(decodeCursor(encodeCursor([text, number]), cursorKey)).toEqual([text, number]);
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
            decodeCursor(cursor, cursorKey);
          } catch (error) {
            expect(error).toBeInstanceOf(CountersignError);
            expect(error).toMatchObject({ code: 'request.invalid', faults: [{ path: 'query.cursor' }] });
          }
        },
      ),
    );
  });

  test('refuses one of ours that was changed on its way', () => {
    const cursor = encodeCursor(['key', 1]);
    for (const changed of [`${cursor}!`, `${cursor}=`, `${cursor}AA`, ` ${cursor}`, cursor.slice(0, -1)])
      expect(() => decodeCursor(changed, cursorKey)).toThrow(CountersignError);
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
