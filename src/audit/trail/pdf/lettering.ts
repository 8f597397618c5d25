import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The fonts of a document: the ones that every PDF reader has, and one with letters that these lack. */
export const fonts = {
  text: 'Helvetica',
  bold: 'Helvetica-Bold',
  mono: 'Courier',
  other: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
} as const;

/** What the standard fonts can write (the letters of Windows-1252 that Latin-1 has). */
const STANDARD = /^[\t\n\r -~\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]*$/;
/** Scripts that the other font has no letters for. Written as code points they are at least not lost. */
const WITHOUT_LETTERS =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Extended_Pictographic}]/gu;

/** A text as a document can show it, and the font for it. Direction marks and control characters become visible. */
export function lettered(text: string, font: 'text' | 'bold' | 'mono' = 'text'): { text: string; font: string } {
  if (STANDARD.test(text)) return { text, font: fonts[font] };
  const visible = text.replace(WITHOUT_LETTERS, (character) => {
    if (/[\t\n\r0-9#*]/.test(character)) return character;
    return `{U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
  });
  return STANDARD.test(visible) ? { text: visible, font: fonts[font] } : { text: visible, font: fonts.other };
}
