import type { components } from '../../api/schema.js';
import type { MessageKey } from '../../language/messages.js';

/** Kinds of things that the operator may bound, in the order of the screens. */
export const limited: readonly (readonly [keyof components['schemas']['TenantLimits'], MessageKey])[] = [
  ['providers', 'providers.title'],
  ['listeners', 'listeners.title'],
  ['apiKeys', 'keys.title'],
  ['users', 'tenants.users'],
];
