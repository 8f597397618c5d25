import { lazy, use } from 'react';
import type { Messages } from './language/messages.js';
import { useLanguage } from './language/use-messages.js';
import { type Screen, screens } from './screens.js';

const components = new Map(screens.map((screen) => [screen, lazy(screen.load)]));

/** Begins to load a screen's code; the component asks for the same file again, and says so where it does not come. */
function loadCode(screen: Screen): void {
  screen.load().catch(() => undefined);
}

/** Begins to load a screen that somebody is about to open. */
export function loadScreenAhead(screen: Screen, messages: Messages): void {
  loadCode(screen);
  void messages.loadAhead(screen.areas);
}

/** Loads a screen and its labels, side by side. */
export function OpenScreen({ screen }: { readonly screen: Screen }) {
  const { messages } = useLanguage();
  loadCode(screen);
  use(messages.load(screen.areas));
  const Component = components.get(screen);
  return Component === undefined ? null : <Component />;
}
