import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalForm } from '../../src/claims/normal-form.js';
import { normaliseDate } from '../../src/claims/normal-forms/date.js';
import { faultOfDateFormat } from '../../src/claims/normal-forms/date-format.js';
import { documentTypes } from '../../src/claims/normal-forms/document-type.js';
import { identificationTypes } from '../../src/claims/normal-forms/identification-type.js';
import type { ValueType } from '../../src/claims/target.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { readVectors } from './support/vectors.js';

const vectors = readVectors('normal-forms.json') as {
  type: ValueType;
  value: string | number;
  format?: string;
  normal?: string;
  problem?: string;
}[];

function normalise(type: ValueType, value: string | number, format?: string) {
  return type === 'date' ? normaliseDate(value, format) : normalForm(type, String(value));
}

describe('normal forms', () => {
  test.each(vectors)('$type $value ($format): $normal$problem', ({ type, value, format, normal, problem }) => {
    expect(normalise(type, value, format)).toEqual(
      normal === undefined
        ? { ok: false, problem: expect.stringContaining(problem ?? '') }
        : { ok: true, value: normal },
    );
  });

  test('a text of 200 characters is one, of 201 is none, however they are encoded', () => {
    expect(normalForm('text', 'x'.repeat(200)).ok).toBe(true);
    expect(normalForm('text', '𝒙'.repeat(200)).ok).toBe(true);
    expect(normalForm('text', 'x'.repeat(201)).ok).toBe(false);
    expect(normalForm('text', 'x'.repeat(1_000_000)).ok).toBe(false);
  });

  test.each([...documentTypes])('%s is a document type', (name) => {
    expect(normalForm('document_type', name)).toEqual({ ok: true, value: name });
  });

  test.each([...identificationTypes])('%s is an identification type', (name) => {
    expect(normalForm('identification_type', name)).toEqual({ ok: true, value: name });
  });
});

describe('input formats of dates', () => {
  test.each([
    'dd.MM.yyyy',
    'd.M.yyyy',
    'yyyy-MM-dd',
    'MM/dd/yyyy',
    'yyyyMMdd',
    'd MMM yyyy',
    'MMMM d, yyyy',
    'date-time',
    'epoch-seconds',
    'epoch-milliseconds',
  ])('%s is one', (format) => {
    expect(faultOfDateFormat(format)).toBeNull();
  });

  test.each([
    '',
    'dd.MM.yy',
    'dd.mm.yyyy',
    'DD.MM.YYYY',
    'dd.MM',
    'yyyy',
    'dd.MM.yyyy HH:mm',
    'yyyyMd',
    'dMyyyy',
    'dd.MM.yyyy yyyy',
    'epoch',
    "dd.MM.yyyy'x'",
  ])('%s is none', (format) => {
    expect(faultOfDateFormat(format)).toMatch(/^Expected /u);
  });
});

const types: readonly ValueType[] = [
  'text',
  'address',
  'phone',
  'date',
  'country',
  'document_type',
  'identification_type',
];
const texts = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.emailAddress(),
  fc.constantFrom(...vectors.map(({ value }) => String(value))),
);

describe('any normal form', () => {
  test('is its own normal form, fits its field and can be stored', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), texts, (type, text) => {
        const result = normalForm(type, text);
        if (!result.ok) {
          expect(result.problem).not.toBe('');
          return;
        }
        expect(normalForm(type, result.value)).toEqual(result);
        expect(result.value).not.toMatch(/[\p{Cc}\p{Cs}<>]/u);
        expect(Array.from(result.value).length).toBeLessThanOrEqual(320);
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
