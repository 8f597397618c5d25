import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { escapeHtml, Html, isolated } from '../http/html.js';
import { type Language, languages } from './language.js';
import type en from './messages/en.json';

/** English is the source: a key exists when messages/en.json has it, and every other language must have the same. */
export type MessageKey = keyof typeof en;

/** Region whose habits dates follow; English pages are read all over the world, so not the American order. */
const dateLocales: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de',
  fr: 'fr',
  it: 'it',
  es: 'es',
  nl: 'nl',
  pt: 'pt-PT',
  pl: 'pl',
};

/** The texts of one language, written as ICU messages. */
export class Messages<Key extends string = MessageKey> {
  private readonly compiled = new Map<Key, IntlMessageFormat>();
  /** Those without values, as they were formatted the first time. */
  private readonly formatted = new Map<Key, string>();
  private dateFormat: Intl.DateTimeFormat | undefined;

  constructor(
    readonly language: Language,
    private readonly texts: Readonly<Record<Key, string>>,
  ) {}

  /** A text without strangers' words in it. */
  text(key: Key, values?: Readonly<Record<string, number>>): string {
    if (values !== undefined) return String(this.message(key).format(values));
    const known = this.formatted.get(key);
    if (known !== undefined) return known;
    const text = String(this.message(key).format({}));
    this.formatted.set(key, text);
    return text;
  }

  /** A sentence with strangers' words in it, each isolated and escaped. */
  sentence(key: Key, values: Readonly<Record<string, string | Html>>): Html {
    const strangers = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value instanceof Html ? value : isolated(value)]),
    );
    const parts = this.message(key).formatToParts<Html>(strangers);
    return new Html(parts.map((part) => escapeHtml(part.value)).join(''));
  }

  /** Date and time in UTC, with the time zone named: without scripts the page cannot know the signer's own. */
  dateTime(date: Date): Html {
    this.dateFormat ??= new Intl.DateTimeFormat(dateLocales[this.language], {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    });
    return new Html(`<time datetime="${date.toISOString()}">${escapeHtml(this.dateFormat.format(date))}</time>`);
  }

  private message(key: Key): IntlMessageFormat {
    const known = this.compiled.get(key);
    if (known) return known;
    const message = new IntlMessageFormat(this.texts[key], this.language, undefined, { ignoreTag: true });
    this.compiled.set(key, message);
    return message;
  }
}

/** Reads every language of a folder at once, so that a missing file stops the start and not whoever reads a page. */
export function readTexts<Key extends string>(folder: string): Readonly<Record<Language, Messages<Key>>> {
  const entries = languages.map((language) => {
    const texts = JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Record<Key, string>;
    return [language, new Messages<Key>(language, texts)] as const;
  });
  return Object.fromEntries(entries) as Record<Language, Messages<Key>>;
}

let loaded: Readonly<Record<Language, Messages>> | undefined;

/** What pages say in every language, read once in a process. */
export function loadMessages(): Readonly<Record<Language, Messages>> {
  loaded ??= readTexts<MessageKey>(join(import.meta.dirname, 'messages'));
  return loaded;
}
