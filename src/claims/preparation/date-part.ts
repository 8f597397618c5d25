import { jsonTypeOf } from '../comparisons/claim-text.js';
import { normaliseDate } from '../normal-forms/date.js';
import { namedDateFormats } from '../normal-forms/date-format.js';
import type { PreparationStep } from './preparation-step.js';
import { type StepResult, unusable } from './step-result.js';

const token = /yyyy|MMMM|MMM|MM|M|dd|d/gu;
const patternOf: Readonly<Record<string, string>> = {
  yyyy: '\\d{4}',
  MMMM: '\\p{L}+',
  MMM: '\\p{L}+\\.?',
  MM: '\\d{2}',
  M: '\\d{1,2}',
  dd: '\\d{2}',
  d: '\\d{1,2}',
};
/** ISO 8601, RFC 3339, RFC 9557 and XML Schema, and as programs write it; nothing of it is converted, so its zone may be any. */
const time =
  '(?:(?:[Tt]|,?\\s)\\s?(?:[01]?\\d|2[0-4])[:.]?[0-5]\\d(?:[:.]?(?:[0-5]\\d|60)(?:[.,]\\d{1,9})?)?(?:\\s?[AaPp]\\.?[Mm]\\.?)?)?';
/** Glued to a day of fixed width, as directories write it (generalized time, RFC 4517 §3.3.13). */
const gluedTime = '(?:(?:[01]\\d|2[0-4])[0-5]\\d(?:(?:[0-5]\\d|60)(?:[.,]\\d{1,9})?)?)';
const zone = '(?:\\s?(?:[Zz]|UTC|GMT|[+\\u2212-]\\d{2}(?::?\\d{2})?)(?:\\[[A-Za-z0-9_+/-]{1,40}\\])?)?';
/** Longer is no date, whatever stands behind it. */
const lengthLimit = 100;

/** The day as it is written, as RFC 3339 full-date. */
export function datePart(step: Extract<PreparationStep, { date: unknown }>, value: unknown): StepResult {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return unusable('wrong_type', `The claim is of type ${jsonTypeOf(value)}; text or a number was expected`);
  }
  const { date: format } = step;
  if ((namedDateFormats as readonly string[]).includes(format)) {
    const named = normaliseDate(value, format);
    if (!named.ok) return unusable('invalid_value', `The claim ${named.problem}`);
    return { outcome: 'found', value: named.value, did: { date: format } };
  }
  const text = String(value).trim();
  const [whole, day] = text.length > lengthLimit ? [] : (patternFor(format, step.time).exec(text) ?? []);
  const normal = normaliseDate(day ?? '', format);
  if (whole === undefined || day === undefined || !normal.ok) {
    const also = step.time === 'drop' ? ', with or without a time' : '';
    return unusable('invalid_value', `The claim is no date written as ${format}${also}`);
  }
  const did = day.length < whole.length ? ({ date: format, time: 'drop' } as const) : { date: format };
  return { outcome: 'found', value: normal.value, did };
}

function patternFor(format: string, drop: 'drop' | undefined): RegExp {
  const separators = format.split(token).map((text) => text.replace(/[./\-_, ]/gu, '[$&]'));
  const tokens = format.match(token) ?? [];
  const day = separators.map((separator, index) => separator + (patternOf[tokens[index] ?? ''] ?? '')).join('');
  const times = separators.every((separator) => separator === '') ? `(?:${gluedTime}|${time})` : time;
  return new RegExp(`^(${day})${drop === 'drop' ? times + zone : ''}$`, 'u');
}
