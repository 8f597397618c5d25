import { createRequire } from 'node:module';
import type AnyAscii from 'any-ascii';

const load = createRequire(import.meta.url);
let transliterate: typeof AnyAscii | undefined;

/** A text in letters of ASCII. The tables of all scripts, two megabytes once they are compiled, are loaded when the first other letter comes. */
export function toAscii(text: string): string {
  if (isAscii(text)) return text;
  transliterate ??= (load('any-ascii') as { readonly default: typeof AnyAscii }).default;
  return transliterate(text);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
