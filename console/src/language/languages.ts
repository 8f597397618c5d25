/** Languages of the labels; each has a file in messages/. English is the source. */
export const languages = ['en', 'de', 'fr', 'it', 'es', 'nl', 'pt', 'pl'] as const;

export type Language = (typeof languages)[number];

/** Each in itself, as people look for their own. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  es: 'Español',
  nl: 'Nederlands',
  pt: 'Português',
  pl: 'Polski',
};

/** Region whose habits dates and numbers follow; as on the signer's pages. */
export const formatLocales: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de',
  fr: 'fr',
  it: 'it',
  es: 'es',
  nl: 'nl',
  pt: 'pt-PT',
  pl: 'pl',
};

/** The first of a person's languages (BCP 47) that is spoken here; `de-AT` counts as `de`. */
export function spokenLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.split(/[-_]/, 1)[0]?.toLowerCase();
    const language = languages.find((one) => one === primary);
    if (language !== undefined) return language;
  }
  return 'en';
}
