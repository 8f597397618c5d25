import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { languages } from '../../src/pages/language.js';

type Texts = Readonly<Record<string, string>>;

const source = join(import.meta.dirname, '../../console/src');
const read = (language: string) =>
  JSON.parse(readFileSync(join(source, `language/messages/${language}.json`), 'utf8')) as Texts;
const english = read('en');

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const code = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n');

/** Labels of names that the API uses: asked for by prefix. */
const named = /^(status|actor|mapping|expiration|revision)\./;
/** Keys that are put together of parts. */
const composed =
  /^(overview\.(logins|succeeded|failed|abandoned|underway)|field\.(email|firstName|lastName|phoneNumber)|frame\.(light|dark))$/;

function placeholders(text: string, language: string): readonly string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      const { type, value: name, options } = value as { type: number; value?: string; options?: object };
      if ([1, 6].includes(type) && name !== undefined) found.add(name);
      for (const option of Object.values(options ?? {})) collect((option as { value: unknown }).value);
    }
  };
  collect(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

describe('the labels of the console', () => {
  test('are those that its screens use, and none else', () => {
    const unused = Object.keys(english).filter(
      (key) => !code.includes(`'${key}'`) && !named.test(key) && !composed.test(key),
    );
    expect(unused).toEqual([]);
  });

  describe.each(languages)('in %s', (language) => {
    const texts = read(language);

    test('are complete, in the order of English', () => {
      expect(Object.keys(texts)).toEqual(Object.keys(english));
      expect(Object.entries(texts).filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([]);
    });

    test('are ICU messages with the placeholders of English', () => {
      const own = Object.entries(texts).map(([key, text]) => [key, placeholders(text, language)]);
      expect(own).toEqual(Object.entries(english).map(([key, text]) => [key, placeholders(text, 'en')]));
    });

    test('know every plural form', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = Object.entries(texts).filter(([, text]) => text.includes('plural,'));
      expect(plurals.length).toBeGreaterThan(5);
      for (const [key, text] of plurals)
        for (const form of forms)
          expect({ key, text, form: text.includes(` ${form} {`) }).toEqual({ key, text, form: true });
    });

    test('are translated, not copied', () => {
      const copied = Object.keys(texts).filter((key) => language !== 'en' && texts[key] === english[key]);
      // Words that are the same in both languages.
      expect(copied.length).toBeLessThan(30);
    });
  });
});
