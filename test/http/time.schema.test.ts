import { describe, expect, test } from '@jest/globals';
import { timeSchema, timeTextSchema } from '../../src/http/time.schema.js';

describe('a moment that somebody enters', () => {
  test.each([
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    // Wider than PostgreSQL reads an offset.
    ['2026-01-31T00:00:00+23:59', '2026-01-30T00:01:00.000Z'],
    ['2026-01-31T00:00:00.1234567-16:00', '2026-01-31T16:00:00.123Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    // RFC 3339 §5.6 and §5.8: small letters, and the leap second.
    ['2020-01-01t00:00:00z', '2020-01-01T00:00:00.000Z'],
    ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00.000Z'],
    ['1990-12-31T15:59:60.5-08:00', '1991-01-01T00:00:00.500Z'],
  ])('%s is read, and kept in UTC', (entered, kept) => {
    expect(timeTextSchema.parse(entered)).toBe(kept);
    expect(timeSchema.parse(entered)).toEqual(new Date(kept));
  });

  test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01'])(
    '%s is in a year that no answer can name, and is refused',
    (entered) => {
      expect(timeTextSchema.safeParse(entered).error?.issues[0]?.message).toBe('expected a year from 0001 to 9999');
    },
  );

  test.each(['2026-01-31', '2026-01-31T00:00:00', 'yesterday', '2026-01-31T12:00:60Z'])(
    '%s is none, and is refused in words',
    (entered) => {
      const issues = timeTextSchema.safeParse(entered).error?.issues ?? [];
      expect(issues.map(({ message }) => message)).toEqual(['expected a time such as 2030-01-31T00:00:00Z']);
    },
  );
});
