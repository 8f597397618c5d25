import { useEffect, useState } from 'react';
import { keep, kept } from './preferences.js';

export type Theme = 'light' | 'dark';

const preferred = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** Light or dark: as chosen, else as the system has it. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const chosen = kept('theme');
    return chosen === 'light' || chosen === 'dark' ? chosen : preferred();
  });
  useEffect(() => {
    document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  return [
    theme,
    (chosen) => {
      keep('theme', chosen);
      setTheme(chosen);
    },
  ];
}
