import type { OutboundReason } from '../../outbound/outbound-failure.js';
import { type Finding, fault } from '../check.js';
import type { Evidence } from '../evidence.js';
import { expectedElsewhere, hostOf, judgeCalls } from './calls.js';

export const addressReasons: readonly OutboundReason[] = [
  'url_invalid',
  'scheme_refused',
  'name_not_found',
  'name_lookup_failed',
  'address_refused',
];

const remedies: Readonly<Partial<Record<OutboundReason, string>>> = {
  url_invalid: 'Correct the address.',
  scheme_refused: 'Use the https address.',
  name_not_found:
    'Correct the host name. If it exists only in another network, the service must be able to resolve it.',
  name_lookup_failed: 'Correct the host name; if it is right, repair the name server that the service uses.',
  address_refused: 'Use a public address, or let the operator list the range in OUTBOUND_ALLOWED_CIDRS.',
};

/** Every host name has an address, and it is one that may be called. */
export function checkAddress(evidence: Evidence): Finding[] {
  return judgeCalls(evidence, {
    reasons: addressReasons,
    before: ['aborted'],
    expected: (call) => `a host that resolves to an address which may be called${expectedElsewhere(call)}`,
    seenWhenOk: (call) => `${hostOf(call)} resolves, and may be called`,
    judge: (call, failure) =>
      fault(call.endpoint.path, {
        seen: `${call.endpoint.label} at ${hostOf(call)}: ${failure.detail}`,
        expected: `a host that resolves to an address which may be called${expectedElsewhere(call)}`,
        remedy: remedies[failure.reason] ?? 'Correct the address.',
      }),
  });
}
