import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, languages } from '../../http/languages.js';
import { Messages } from '../messages.js';
import type en from './texts/en.json';

/** English is the source: a key exists when texts/en.json has it, and every other language must have the same. */
type BindingTextKey = keyof typeof en;

export type BindingTexts = Messages<BindingTextKey>;

/** Reads the texts of every language at once, so that a missing file stops the start. */
export function loadBindingTexts(): Readonly<Record<Language, BindingTexts>> {
  const entries = languages.map((language) => {
    const file = join(import.meta.dirname, 'texts', `${language}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<BindingTextKey, string>;
    return [language, new Messages<BindingTextKey>(language, texts)] as const;
  });
  return Object.fromEntries(entries) as Record<Language, BindingTexts>;
}
