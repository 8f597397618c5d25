import { scopes as apiScopes } from '../access/scope.js';
import type { Html } from '../http/html.js';
import { isolated } from '../http/html.js';
import type { MessageKey, Messages } from './messages.js';

const whole = new Set(['impersonation', 'extended', 'openid', 'profile', 'email']);
const known: ReadonlySet<string> = new Set(apiScopes);

/** A scope in words: what it is about and what may be done with it; one of a tenant's own API as it is called there. */
export function scopeWords(scope: string, messages: Messages): string | Html {
  if (whole.has(scope)) return messages.text(`scope.${scope}` as MessageKey);
  if (!known.has(scope)) return isolated(scope);
  const [area = '', act = ''] = scope.split(':');
  return messages.sentence(`scope.${act}` as MessageKey, { area: messages.text(`scope.area.${area}` as MessageKey) });
}
