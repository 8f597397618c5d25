import { type ReactNode, useEffect, useState } from 'react';
import { keep, kept } from '../frame/preferences.js';
import { type Language, spokenLanguage } from './languages.js';
import { loadMessages, type Messages } from './messages.js';
import { LanguageContext } from './use-messages.js';

/** Shows nothing before the labels of the frame are there; those of a screen come with it. */
export function Languages({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    spokenLanguage([kept('language') ?? '', ...navigator.languages]),
  );
  const [messages, setMessages] = useState<Messages | null>(null);
  useEffect(() => {
    if (messages?.language === language) return undefined;
    let wanted = true;
    // Another language appears whole, with the labels of the screen that is open.
    void (messages === null ? loadMessages(language) : messages.in(language)).then((loaded) => {
      if (!wanted) return;
      document.documentElement.lang = language;
      setMessages(loaded);
    });
    return () => {
      wanted = false;
    };
  }, [language, messages]);
  if (messages === null) return null;
  const choose = (chosen: Language): void => {
    keep('language', chosen);
    setLanguage(chosen);
  };
  return <LanguageContext value={{ messages, choose }}>{children}</LanguageContext>;
}
