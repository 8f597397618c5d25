import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { displayText } from '../../http/html.js';
import { type Language, languages } from '../../http/languages.js';
import type en from '../texts/en.json';

/** English is the source: a key exists when texts/en.json has it, and every other language must have the same. */
type MailTextKey = keyof typeof en;

/** Our texts of mails in one language, written as ICU messages. */
export class MailTexts {
  private readonly dateFormat: Intl.DateTimeFormat;

  constructor(
    readonly language: Language,
    private readonly texts: Readonly<Record<MailTextKey, string>>,
  ) {
    this.dateFormat = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
  }

  /** @param values of strangers: put in as plain text in one line */
  text(key: MailTextKey, values: Readonly<Record<string, string>>): string {
    const plain = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, displayText(value)]));
    const message = new IntlMessageFormat(this.texts[key], this.language, undefined, { ignoreTag: true });
    return String(message.format(plain));
  }

  has(key: string): key is MailTextKey {
    return Object.hasOwn(this.texts, key);
  }

  time(date: Date): string {
    return `${this.dateFormat.format(date)} UTC`;
  }
}

/** Reads every language at once, so that a missing file stops the start and not a mail. */
export function loadMailTexts(): Readonly<Record<Language, MailTexts>> {
  const entries = languages.map((language) => {
    const file = join(import.meta.dirname, '..', 'texts', `${language}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<MailTextKey, string>;
    return [language, new MailTexts(language, texts)] as const;
  });
  return Object.fromEntries(entries) as Record<Language, MailTexts>;
}
