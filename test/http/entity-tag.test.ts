import { describe, expect, test } from '@jest/globals';
import { entityTag, judgeIfMatch } from '../../src/http/entity-tag.js';

describe('If-Match', () => {
  test.each([
    ['the present revision', '"7"'],
    ['any revision', '*'],
    ['a list that has the present one', '"6", "7"'],
  ])('lets %s pass', (_what, header) => {
    expect(() => {
      judgeIfMatch(header, 7, true);
    }).not.toThrow();
  });

  test.each([
    ['an earlier revision', '"6"'],
    ['a number without quotes', '7'],
    ['a weak tag, which never matches strongly', 'W/"7"'],
    ['an empty header', ''],
  ])('refuses %s, telling the present one', (_what, header) => {
    expect(() => {
      judgeIfMatch(header, 7, true);
    }).toThrow(
      expect.objectContaining({ code: 'request.precondition_failed', detail: expect.stringContaining('"7"') }),
    );
  });

  test('is asked for where it is needed, and not elsewhere', () => {
    expect(() => {
      judgeIfMatch(undefined, 7, true);
    }).toThrow(
      expect.objectContaining({ code: 'request.precondition_required', detail: expect.stringContaining(entityTag(7)) }),
    );
    expect(() => {
      judgeIfMatch(undefined, 7, false);
    }).not.toThrow();
  });
});
