import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { signerMessages } from '../../src/errors/signer-message.js';
import { languages } from '../../src/pages/language.js';
import { loginNotices } from '../../src/user-logins/logins/user-login.js';

type Texts = Readonly<Record<string, string>>;

const pages = join(import.meta.dirname, '../../src/pages');
const read = (folder: string, language: string) =>
  JSON.parse(readFileSync(join(pages, folder, `${language}.json`), 'utf8')) as Texts;
const folders = ['messages', 'user-logins/texts', 'bindings/texts', '../mail/texts'] as const;

describe.each(folders.flatMap((folder) => languages.map((language) => [folder, language] as const)))(
  '%s in %s',
  (folder, language) => {
    const english = read(folder, 'en');
    const texts = read(folder, language);
    const entries = Object.entries(texts);

    it('has exactly the keys that English has, in the same order', () => {
      expect(Object.keys(texts)).toEqual(Object.keys(english));
    });

    it('has valid ICU messages with the placeholders that English has', () => {
      const own = entries.map(([key, text]) => [key, placeholders(text, language)]);
      expect(own).toEqual(Object.entries(english).map(([key, text]) => [key, placeholders(text, 'en')]));
    });

    it('knows every plural form up to 100', () => {
      const rules = new Intl.PluralRules(language);
      const forms = new Set(Array.from({ length: 101 }, (__, count) => rules.select(count)));
      for (const [, text] of entries.filter(([, plural]) => plural.includes('plural,')))
        for (const form of forms) expect(text).toContain(` ${form} {`);
    });

    it('has for everything that can be said a title, and what to do next', () => {
      const said = { messages: signerMessages, 'user-logins/texts': loginNotices } as const;
      for (const message of folder in said ? said[folder as keyof typeof said] : []) {
        expect(texts[`${message}.title`]).toMatch(/\S[^.]$/);
        expect(texts[`${message}.next`]).toMatch(/\S\.$/);
        if (folder === 'messages') expect(texts[`${message}.text`]).toMatch(/\S\.$/);
      }
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
      // The same word in both languages.
      const alike = language === 'it' ? ['login.password'] : ['details.document'];
      expect(copied.filter((key) => !alike.includes(key))).toEqual([]);
    });
  },
);

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
