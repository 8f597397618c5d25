import { type Normalised, normalised, refused } from './normalised.js';

export const textLimit = 200;

/** Decomposed text is at most a few times longer than its NFC; beyond this nothing needs to be normalised to be refused. */
const rawLimit = 8 * textLimit;

// U+202A–202E and U+2066–2069 change the direction of what follows. LRM, RLM and ALM stay: real names need them.
const bidiControl = /[\u202a-\u202e\u2066-\u2069]/u;
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
// Zero-width joiner and non-joiner stay: Persian and Indic names need them.
const invisible =
  /[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
// What stays for the sake of real names is no name by itself.
const visible = /[^\p{Default_Ignorable_Code_Point}\p{Z}]/u;
const notACharacter = /[\p{Cs}\ufdd0-\ufdef\ufffe\uffff]/u;

/**
 * Text: NFC, trimmed, 1 to 200 characters (Unicode code points). Refused are control, direction-changing and invisible
 * characters, which make a value look like another on a page or in a document, and `<` `>`, which no name, number or
 * office has, so that no page or PDF that shows a field later can be made to show markup.
 */
export function normaliseText(text: string): Normalised {
  if (text.length > rawLimit) return refused(`is longer than ${textLimit} characters`);
  const value = text.normalize('NFC').trim();
  if (value === '') return refused('is empty');
  if (control.test(value)) return refused('contains a control character or a line break');
  if (bidiControl.test(value)) return refused('contains a character that overrides the writing direction');
  if (invisible.test(value)) return refused('contains an invisible character');
  if (!visible.test(value)) return refused('has no visible character');
  if (notACharacter.test(value)) return refused('contains a code that is no character');
  if (/[<>]/u.test(value)) return refused('contains "<" or ">"');
  if (Array.from(value).length > textLimit) return refused(`is longer than ${textLimit} characters`);
  return normalised(value);
}
