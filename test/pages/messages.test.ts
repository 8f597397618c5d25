import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { signerMessages } from '../../src/errors/signer-message.js';
import { languages } from '../../src/pages/language.js';

type Texts = Readonly<Record<string, string>>;

const folder = join(import.meta.dirname, '../../src/pages/messages');
const read = (language: string) => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Texts;
const english = read('en');

describe.each(languages)('the texts in %s', (language) => {
  const texts = read(language);
  const entries = Object.entries(texts);

  it('has exactly the keys that English has, in the same order', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english));
  });

  it('has valid ICU messages with the placeholders that English has', () => {
    const own = entries.map(([key, text]) => [key, placeholders(text, language)]);
    expect(own).toEqual(Object.entries(english).map(([key, text]) => [key, placeholders(text, 'en')]));
  });

  it.each(entries.filter(([, text]) => text.includes('plural,')))(
    '%s: knows every plural form up to 100',
    (_, text) => {
      const rules = new Intl.PluralRules(language);
      const forms = new Set(Array.from({ length: 101 }, (__, count) => rules.select(count)));
      for (const form of forms) expect(text).toContain(` ${form} {`);
    },
  );

  it.each(signerMessages)('%s: has a title, says what happened and what to do next', (message) => {
    expect(texts[`${message}.title`]).toMatch(/\S[^.]$/);
    expect(texts[`${message}.text`]).toMatch(/\S\.$/);
    expect(texts[`${message}.next`]).toMatch(/\S\.$/);
  });

  it('uses typographic apostrophes, because ICU takes the straight one for a quote, and no stray spaces', () => {
    expect(entries.filter(([, text]) => /['"]|^\s|\s$|\s{2}/.test(text))).toEqual([]);
  });

  it('speaks no protocol', () => {
    const protocol = /oauth|openid|oidc|token|http|json|redirect uri|callback|\b(api|null|nonce|state)\b/i;
    expect(entries.filter(([, text]) => protocol.test(text))).toEqual([]);
  });

  it('is translated, not copied', () => {
    const copied = entries.filter(([key, text]) => language !== 'en' && text === english[key]).map(([key]) => key);
    expect(copied.filter((key) => key !== 'details.document')).toEqual([]);
  });
});

function placeholders(text: string, language: string): string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    const name = nameOfArgument(value);
    if (name !== undefined) found.add(name);
  };
  collect(new IntlMessageFormat(text, language, undefined, { ignoreTag: true, captureLocation: false }).getAst());
  return [...found].sort();
}

/** Literals are `type` 0 and the plural's `#` is 7 in the parser's tree; everything else with a `value` is an argument. */
function nameOfArgument(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node) || !('value' in node)) return undefined;
  return node.type !== 0 && typeof node.value === 'string' ? node.value : undefined;
}
