import { type ReactNode, useEffect, useState } from 'react';
import { keep, kept } from '../frame/preferences.js';
import { type Language, spokenLanguage } from './languages.js';
import { loadMessages, type Messages } from './messages.js';
import { LanguageContext } from './use-messages.js';

/** Shows nothing before the labels are there; they come with the first files. */
export function Languages({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    spokenLanguage([kept('language') ?? '', ...navigator.languages]),
  );
  const [messages, setMessages] = useState<Messages | null>(null);
  useEffect(() => {
    let wanted = true;
    void loadMessages(language).then((loaded) => {
      if (!wanted) return;
      document.documentElement.lang = language;
      setMessages(loaded);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  if (messages === null) return null;
  const choose = (chosen: Language): void => {
    keep('language', chosen);
    setLanguage(chosen);
  };
  return <LanguageContext value={{ messages, choose }}>{children}</LanguageContext>;
}
