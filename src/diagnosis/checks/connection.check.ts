import type { OutboundReason } from '../../outbound/outbound-failure.js';
import { type Finding, fault, warning } from '../check.js';
import type { Evidence } from '../evidence.js';
import { addressReasons } from './address.check.js';
import { expectedElsewhere, hostOf, judgeCalls } from './calls.js';
import { tlsReasons } from './tls.check.js';

const reasons: readonly OutboundReason[] = [
  'request_invalid',
  'connection_refused',
  'unreachable',
  'connection_reset',
  'connect_timeout',
  'timeout',
  'encoding_refused',
  'too_large',
  'headers_too_large',
  'broken_answer',
  'too_many_calls',
  'circuit_open',
];

const remedies: Readonly<Partial<Record<OutboundReason, string>>> = {
  request_invalid: 'Look for line breaks and other invisible characters in client id and secret.',
  connection_refused: 'Correct host and port, or wait until the provider is back.',
  unreachable: 'Correct the host, or let outbound traffic to the provider through.',
  connect_timeout: 'Correct host and port, or let outbound traffic to the provider through.',
  timeout: 'The provider is too slow for a login. Ask the provider; look for a proxy in between.',
  connection_reset: 'Correct scheme and port: a server that speaks TLS closes connections without it.',
  broken_answer: 'Correct scheme, host and port: what answers there does not speak HTTP/1.1.',
  encoding_refused: 'Have compression turned off for this address.',
  too_large: 'Correct the address: no such document is that large.',
};

/** A call may take so long without a remark, in milliseconds. */
const slowMs = 3_000;

/** Every address gives a complete answer in time. */
export function checkConnection(evidence: Evidence): Finding[] {
  const findings = judgeCalls(evidence, {
    reasons,
    // `aborted`: the time for the whole diagnosis was over before this call.
    before: [...addressReasons, ...tlsReasons, 'aborted'],
    expected: (call) => `a complete answer within 8 seconds${expectedElsewhere(call)}`,
    seenWhenOk: (call) => `${hostOf(call)} answers`,
    judge: (call, failure) =>
      fault(call.endpoint.path, {
        seen: `${call.endpoint.label} at ${hostOf(call)}: ${failure.detail}`,
        expected: `a complete answer within 8 seconds${expectedElsewhere(call)}`,
        remedy: remedies[failure.reason] ?? 'Try again later; ask the provider.',
      }),
  });
  return [...findings, ...evidence.calls.filter(isSlow).map(slow)];
}

type Call = Evidence['calls'][number];

const isSlow = ({ failure, durationMs }: Call) => failure === null && durationMs > slowMs;

function slow({ endpoint, durationMs }: Call): Finding {
  return warning(endpoint.path, {
    seen: `${endpoint.label} took ${(durationMs / 1000).toFixed(1)} s to answer`,
    expected: 'an answer within 3 seconds; after 8 seconds a login gives up',
    remedy: 'Ask the provider why it is slow.',
  });
}
