import { describe, expect, test } from '@jest/globals';
import { csvText } from '../../src/http/csv/csv-text.js';

describe('a table', () => {
  test.each([
    ['text', 'plain', 'plain'],
    ['a quote and a comma', 'He said "no", twice', '"He said ""no"", twice"'],
    ['a line end', 'a\nb', '"a\nb"'],
    ['nothing', null, ''],
    ['a number, also a negative one', -5, '-5'],
    ['a list', ['a', 'b'], '"[""a"",""b""]"'],
    ['what a spreadsheet would run', '=1+1', "'=1+1"],
    ['a telephone number', '+43664', "'+43664"],
    ['a minus', '-1', "'-1"],
    ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab in front', '\tx', "'\tx"],
    ['a carriage return in front', '\rx', '"\'\rx"'],
  ])('writes %s so that it is read as it was', (_what, value, written) => {
    expect(csvText([['value']], [{ value }])).toBe(`value\r\n${written}\r\n`);
  });

  test('opens objects, and leaves a cell empty where an item lacks the member', () => {
    expect(csvText([['a', 'b'], ['c']], [{ a: { b: 1 } }, { c: true }])).toBe('a.b,c\r\n1,\r\n,true\r\n');
  });

  test('of nothing has its header', () => {
    expect(csvText([['id']], [])).toBe('id\r\n');
  });
});
