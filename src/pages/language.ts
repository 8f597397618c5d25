import Negotiator from 'negotiator';
import { displayText } from '../http/html.js';
import { defaultLanguage as fallback, type Language, languages } from '../http/languages.js';

export { type Language, languages } from '../http/languages.js';

/**
 * The recipient's own language (BCP 47, `de-AT` counts as `de`) wins, because the sender knows it; then the browser's
 * preferences (RFC 9110 §12.5.4); then English.
 */
export function chooseLanguage(
  recipientLanguage: string | null | undefined,
  acceptLanguage: string | undefined,
): Language {
  return spoken(recipientLanguage) ?? accepted(acceptLanguage) ?? fallback;
}

function accepted(acceptLanguage: string | undefined): Language | undefined {
  if (!acceptLanguage) return undefined;
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages();
  return preferred.map(spoken).find((language) => language !== undefined);
}

function spoken(tag: string | null | undefined): Language | undefined {
  const primary = primarySubtag(tag ?? '');
  return languages.find((language) => language === primary);
}

function primarySubtag(tag: string): string {
  return (tag.split(/[-_]/, 1)[0] ?? '').toLowerCase();
}

/** A text and the language it is in; null when that is the page's own language or nobody knows. */
interface LocalisedText {
  readonly text: string;
  readonly language: string | null;
}

/**
 * Picks the text for a page: the same language (any region), else English, else whichever is there, else `fallbackName`.
 *
 * @param texts text by BCP 47 language tag; blank texts are passed over
 */
export function localised(
  texts: Readonly<Record<string, string>>,
  language: Language,
  fallbackName: string,
): LocalisedText {
  const present = Object.entries(texts).filter(([, text]) => displayText(text) !== '');
  const inLanguage = (wanted: string) =>
    present.find(([tag]) => tag.toLowerCase() === wanted) ?? present.find(([tag]) => primarySubtag(tag) === wanted);
  const [tag, text] = inLanguage(language) ?? inLanguage(fallback) ?? present[0] ?? [null, fallbackName];
  return { text, language: tag === null || primarySubtag(tag) === language ? null : tag };
}
