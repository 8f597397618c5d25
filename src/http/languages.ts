/** Languages that pages and mails speak. */
export const languages = ['en', 'de', 'fr', 'it', 'es', 'nl', 'pt', 'pl'] as const;

export type Language = (typeof languages)[number];

/** What is spoken where nothing else is known. */
export const defaultLanguage: Language = 'en';
