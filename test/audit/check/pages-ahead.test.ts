import { describe, expect, test } from '@jest/globals';
import { pagesAhead } from '../../../src/audit/check/pages-ahead.js';

/** Rows 1 to `count`, three a page, and what was done in which order. */
function rowsOf(count: number) {
  const done: string[] = [];
  const pages = pagesAhead<number>(3, (last) => {
    const begin = last ?? 0;
    done.push(`asked after ${begin}`);
    return Promise.resolve(Array.from({ length: Math.min(3, count - begin) }, (_, index) => begin + index + 1));
  });
  return { done, pages };
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

describe('going through pages', () => {
  test.each([0, 1, 2, 3, 4, 6, 7, 12])('gives each of %i rows once, in order', async (count) => {
    expect(await collect(rowsOf(count).pages)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  test('asks for the next page before the present one is judged', async () => {
    const { done, pages } = rowsOf(7);
    for await (const page of pages) done.push(`judged ${page.join()}`);
    expect(done).toEqual([
      'asked after 0',
      'asked after 3',
      'judged 1,2,3',
      'asked after 6',
      'judged 4,5,6',
      'judged 7',
    ]);
  });

  test('fails in the turn of the page that could not be read, not before', async () => {
    const judged: number[] = [];
    const pages = pagesAhead<number>(1, (last) =>
      last === null ? Promise.resolve([1]) : Promise.reject(new Error('lost')),
    );
    await expect(
      (async () => {
        for await (const page of pages) {
          await new Promise(setImmediate);
          judged.push(...page);
        }
      })(),
    ).rejects.toThrow('lost');
    expect(judged).toEqual([1]);
  });
});
