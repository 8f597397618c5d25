import { createContext, useContext } from 'react';
import { formatLocales, type Language } from './languages.js';
import { Messages } from './messages.js';

export interface LanguageChoice {
  readonly messages: Messages;
  readonly choose: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageChoice | null>(null);

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('No language is provided');
  return choice;
}

/** `text('providers.title')` in the person's language. */
export function useText(): Messages['text'] {
  const { messages } = useLanguage();
  return messages.text.bind(messages);
}

/** Labels of the API's own names. */
export function useNamed(): Messages['named'] {
  const { messages } = useLanguage();
  return messages.named.bind(messages);
}

/** Locale for dates and numbers. */
export function useLocale(): string {
  return formatLocales[useLanguage().messages.language];
}
