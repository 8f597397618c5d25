import { join } from 'node:path';
import type { Language } from '../../http/languages.js';
import { type Messages, readTexts } from '../messages.js';
import type en from './texts/en.json';

/** English is the source: a key exists when texts/en.json has it, and every other language must have the same. */
type BindingTextKey = keyof typeof en;

export type BindingTexts = Messages<BindingTextKey>;

let loaded: Readonly<Record<Language, BindingTexts>> | undefined;

/** The texts of every language, read once in a process. */
export function loadBindingTexts(): Readonly<Record<Language, BindingTexts>> {
  loaded ??= readTexts<BindingTextKey>(join(import.meta.dirname, 'texts'));
  return loaded;
}
