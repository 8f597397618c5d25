import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './languages.js';
import en from './messages/en.json';

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;
type Texts = Readonly<Record<string, string>>;

const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Texts }>>> = {
  de: () => import('./messages/de.json'),
  fr: () => import('./messages/fr.json'),
  it: () => import('./messages/it.json'),
  es: () => import('./messages/es.json'),
  nl: () => import('./messages/nl.json'),
  pt: () => import('./messages/pt.json'),
  pl: () => import('./messages/pl.json'),
};

/** The labels of one language, written as ICU messages. */
export class Messages {
  private readonly compiled = new Map<string, IntlMessageFormat>();

  constructor(
    readonly language: Language,
    private readonly texts: Texts,
  ) {}

  text(key: MessageKey, values?: MessageValues): string {
    let message = this.compiled.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(this.texts[key] ?? en[key], this.language, undefined, { ignoreTag: true });
      this.compiled.set(key, message);
    }
    return String(message.format(values));
  }

  /** The label of a name that the API uses (a status, a step), or the name itself where there is none. */
  named(prefix: string, name: string): string {
    const key = `${prefix}.${name}`;
    return key in en ? this.text(key as MessageKey) : name;
  }
}

/** Labels come with the first language that is asked for; English, which the others are made from, is always here. */
export async function loadMessages(language: Language): Promise<Messages> {
  return new Messages(language, language === 'en' ? en : (await loaders[language]()).default);
}
