import { scopeMissing } from '../../access/challenge.js';
import type { Principal } from '../../access/principal.js';
import type { ListenerConfiguration } from '../listener.js';

/**
 * Whoever has personal data sent to a listener needs the scope that shows them.
 * @throws CountersignError `access.scope_missing`
 */
export function requireDisclosure(principal: Principal, { payload }: Pick<ListenerConfiguration, 'payload'>): void {
  if (payload !== 'outcome' || principal.scopes.has('audit:disclose')) return;
  throw scopeMissing(
    principal,
    ['audit:disclose'],
    'A listener with `payload` outcome is sent personal data: this needs scope audit:disclose too',
  );
}
