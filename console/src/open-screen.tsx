import { lazy, use } from 'react';
import { useLanguage } from './language/use-messages.js';
import { type Screen, screens } from './screens.js';

const components = new Map(screens.map((screen) => [screen, lazy(screen.load)]));

/** Loads a screen and its labels, side by side. */
export function OpenScreen({ screen }: { readonly screen: Screen }) {
  const { messages } = useLanguage();
  // The component asks for the same file again, and says so where it does not come.
  screen.load().catch(() => undefined);
  use(messages.load(screen.areas));
  const Component = components.get(screen);
  return Component === undefined ? null : <Component />;
}
