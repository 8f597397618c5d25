import type { DateTime } from 'luxon';
import { luxon } from './luxon.js';
import { type Normalised, normalised, refused } from './normalised.js';

const utc = { zone: 'utc', locale: 'en' } as const;
const fullDate = /^\d{4}-\d{2}-\d{2}$/u;
// RFC 3339 §5.6, with the offset that luxon would not insist on.
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/u;

// RFC 7519 §2: a NumericDate may have a fraction.
const epoch = /^-?\d{1,16}(\.\d{1,9})?$/u;

/**
 * Date as RFC 3339 full-date (`1990-02-01`).
 *
 * @param value text, or a number for the epoch formats
 * @param format how the value is written, see date-format.ts. Default: full-date. `date-time` gives the day at the offset
 *   that the value itself states; the epoch formats give the day in UTC.
 */
export function normaliseDate(value: string | number, format?: string): Normalised {
  if (format === 'epoch-seconds' || format === 'epoch-milliseconds') {
    return fromEpoch(value, format === 'epoch-seconds' ? 1000 : 1);
  }
  if (typeof value === 'number')
    return refused('is a number: name its meaning with format epoch-seconds or epoch-milliseconds');
  const text = value.trim();
  if (text === '') return refused('is empty');
  if (text.length > 40) return refused('is longer than a date can be');
  if (format === 'date-time') {
    if (!dateTime.test(text)) return refused('is no RFC 3339 date-time with an offset');
    return day(luxon().DateTime.fromISO(text.replace(' ', 'T').toUpperCase(), { setZone: true }));
  }
  if (format !== undefined)
    return day(luxon().DateTime.fromFormat(text, format, utc), `is no date written as ${format}`);
  if (fullDate.test(text)) return day(luxon().DateTime.fromISO(text, utc));
  return refused('is no date written as yyyy-MM-dd (a mapping can name another way with format)');
}

function fromEpoch(value: string | number, millisecondsPerUnit: number): Normalised {
  const number = typeof value === 'number' || epoch.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) return refused('is no number of seconds or milliseconds');
  return day(
    luxon().DateTime.fromMillis(Math.floor(number * millisecondsPerUnit), utc),
    'is outside the years 1 to 9999',
  );
}

function day(date: DateTime, problem = 'is no day of the calendar'): Normalised {
  if (!date.isValid || date.year < 1 || date.year > 9999) return refused(problem);
  return normalised(date.toFormat('yyyy-MM-dd'));
}

const commonFormats = [
  'date-time',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd-MM-yyyy',
  'yyyy/MM/dd',
  'yyyyMMdd',
];

function candidates(value: string | number): readonly string[] {
  if (typeof value === 'string') return commonFormats;
  // 19800512: the digits of a day; as seconds it would be one of the first months of 1970.
  if (/^(?:19|20)\d{6}$/u.test(String(value)) && normaliseDate(String(value), 'yyyyMMdd').ok) return [];
  return [Math.abs(value) < 1e11 ? 'epoch-seconds' : 'epoch-milliseconds'];
}

/** The common formats in which a value reads as a date, likeliest first; for suggestions. */
export function likelyDateFormats(value: unknown): readonly string[] {
  if (typeof value !== 'number' && typeof value !== 'string') return [];
  return candidates(value).filter((format) => normaliseDate(value, format).ok);
}
