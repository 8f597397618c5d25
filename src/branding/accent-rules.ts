import { type Colour, readableOn, type sheets, towards } from './contrast.js';

/** What is pointed at moves away from the sheet: towards black in the light theme, towards white in the dark one. */
const strongest: Readonly<Record<keyof typeof sheets, Colour>> = { light: '#000000', dark: '#ffffff' };

/** Declarations that give the style sheet of the pages another accent. Pure. */
export function accentRules(accent: Colour, theme: keyof typeof sheets): string {
  return `--accent:${accent};--accent-strong:${towards(accent, strongest[theme])};--on-accent:${readableOn(accent)}`;
}
