import { join } from 'node:path';
import type { Language } from '../../http/languages.js';
import { type Messages, readTexts } from '../messages.js';
import type en from './texts/en.json';

/** English is the source: a key exists when texts/en.json has it, and every other language must have the same. */
export type LoginTextKey = keyof typeof en;

export type LoginTexts = Messages<LoginTextKey>;

let loaded: Readonly<Record<Language, LoginTexts>> | undefined;

/** The texts of every language, read once in a process. */
export function loadLoginTexts(): Readonly<Record<Language, LoginTexts>> {
  loaded ??= readTexts<LoginTextKey>(join(import.meta.dirname, 'texts'));
  return loaded;
}
