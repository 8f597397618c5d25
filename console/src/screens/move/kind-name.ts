import type { components } from '../../api/schema.js';
import type { MessageKey } from '../../language/messages.js';
import { useText } from '../../language/use-messages.js';

export type Kind = components['schemas']['ConfigurationPreview']['items'][number]['kind'];

const titles: Readonly<Record<Kind, MessageKey>> = {
  roles: 'roles.title',
  externalAuthentications: 'external.title',
  providers: 'providers.title',
  listeners: 'listeners.title',
};

/** What the screens call a kind of thing that moves. */
export function useKindName(): (kind: Kind) => string {
  const text = useText();
  return (kind) => text(titles[kind]);
}
