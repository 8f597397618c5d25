import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { languages } from '../../src/pages/language.js';

type Texts = Readonly<Record<string, string>>;

const source = join(import.meta.dirname, '../../console/src');
const folder = join(source, 'language/messages');
const areas = readdirSync(join(folder, 'en'))
  .map((name) => name.replace('.json', ''))
  .sort();
const readArea = (language: string, area: string) =>
  JSON.parse(readFileSync(join(folder, language, `${area}.json`), 'utf8')) as Texts;
const entriesOf = (language: string) => areas.flatMap((area) => Object.entries(readArea(language, area)));
const areaOf = new Map(areas.flatMap((area) => Object.keys(readArea('en', area)).map((key) => [key, area] as const)));
const english = Object.fromEntries(entriesOf('en'));

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const codeOf = (name: string) => readFileSync(join(source, name), 'utf8');
const code = files.map(codeOf).join('\n');

/** Labels of names that the API uses: asked for by prefix. */
const named = new RegExp(`^(?:${[...code.matchAll(/named\(\s*'(\w+)'/g)].map(([, prefix]) => prefix).join('|')})\\.`);
/** Keys that are put together of a name and a part that is chosen when they are shown. */
const composed = new RegExp(
  `^(?:${[...code.matchAll(/`([a-z]\w*(?:\.\w+)*\.?)\$\{[^}]*\}`/g)].map(([, begin]) => begin?.replaceAll('.', '\\.')).join('|')})\\w+$`,
);

/** A file of the console and all that it brings along. */
function reachableFrom(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry) || entry === 'screens.tsx') return seen;
  seen.add(entry);
  for (const [, path] of codeOf(entry).matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
    const file = join(dirname(entry), path ?? '');
    for (const name of [`${file}.ts`, `${file}.tsx`])
      if (!name.startsWith('..') && existsSync(join(source, name))) reachableFrom(name, seen);
  }
  return seen;
}

const areasUsedFrom = (entry: string): readonly string[] => {
  const reached = [...reachableFrom(entry)].map(codeOf);
  const literals = reached.flatMap((text) =>
    [...text.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, literal]) => areaOf.get(literal ?? '')),
  );
  const prefixes = new Set(reached.flatMap((text) => [...text.matchAll(/named\(\s*'(\w+)'/g)].map(([, one]) => one)));
  const byPrefix = [...areaOf].flatMap(([key, area]) => (prefixes.has(key.split('.')[0]) ? [area] : []));
  return [...new Set([...literals, ...byPrefix].filter((area) => area !== undefined))];
};

const listed = (text: string | undefined) => [...(text ?? '').matchAll(/'(\w+)'/g)].map(([, area]) => area ?? '');
const firstAreas = listed(/firstAreas = \[([^\]]*)\]/.exec(codeOf('language/areas.ts'))?.[1]);
const screens = [
  ...codeOf('screens.tsx').matchAll(/areas: \[([^\]]*)\],\s*load: \(\) => import\('\.\/([^']+)\.js'\)/g),
].map(([, named_, file]) => [`${file ?? ''}.tsx`, listed(named_)] as const);

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

  test('stand in one area each', () => {
    expect(entriesOf('en').length).toBe(areaOf.size);
  });

  test('are there before anything is shown where the frame uses them', () => {
    expect(firstAreas).toContain('frame');
    expect(areasUsedFrom('main.tsx').filter((area) => !firstAreas.includes(area))).toEqual([]);
  });

  test('are loaded with the screens that use them', () => {
    expect(screens.length).toBeGreaterThanOrEqual(9);
    const used = screens.map(([file]) => [
      file,
      areasUsedFrom(file)
        .filter((area) => !firstAreas.includes(area))
        .sort(),
    ]);
    expect(screens.map(([file, named_]) => [file, [...named_].sort()])).toEqual(used);
  });

  describe.each(languages)('in %s', (language) => {
    const own = entriesOf(language);

    test('are complete, in the order of English', () => {
      expect(readdirSync(join(folder, language)).sort()).toEqual(areas.map((area) => `${area}.json`));
      expect(own.map(([key]) => key)).toEqual(Object.keys(english));
      expect(own.filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([]);
    });

    test('are ICU messages with the placeholders of English', () => {
      const used = own.map(([key, text]) => [key, placeholders(text, language)]);
      expect(used).toEqual(Object.entries(english).map(([key, text]) => [key, placeholders(text, 'en')]));
    });

    test('know every plural form', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = own.filter(([, text]) => text.includes('plural,'));
      expect(plurals.length).toBeGreaterThan(5);
      for (const [key, text] of plurals)
        for (const form of forms)
          expect({ key, text, form: text.includes(` ${form} {`) }).toEqual({ key, text, form: true });
    });

    test('are translated, not copied', () => {
      const copied = own.filter(([key, text]) => language !== 'en' && text === english[key]);
      // Words that are the same in both languages.
      expect(copied.length).toBeLessThan(own.length / 14);
    });
  });
});
