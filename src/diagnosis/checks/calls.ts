import type { OutboundFailure, OutboundReason } from '../../outbound/outbound-failure.js';
import { type Finding, notApplicable, ok } from '../check.js';
import type { Evidence } from '../evidence.js';
import type { EndpointCall } from '../observed.js';

/** One kind of reason why an address gives no answer. */
interface CallRule {
  readonly reasons: readonly OutboundReason[];
  /** Reasons that come before these: while one holds, nothing can be said. */
  readonly before: readonly OutboundReason[];
  readonly expected: (call: EndpointCall) => string;
  readonly seenWhenOk: (call: EndpointCall) => string;
  readonly judge: (call: EndpointCall, failure: OutboundFailure) => Finding;
}

/** Judges the first call to every address. */
export function judgeCalls({ calls, discovery }: Evidence, rule: CallRule): Finding[] {
  const findings = calls.map((call): Finding => {
    const { endpoint, failure } = call;
    const { path, label } = endpoint;
    if (failure === null) return ok(path, { seen: rule.seenWhenOk(call), expected: rule.expected(call) });
    if (rule.reasons.includes(failure.reason)) return rule.judge(call, failure);
    if (!rule.before.includes(failure.reason))
      return ok(path, { seen: rule.seenWhenOk(call), expected: rule.expected(call) });
    return notApplicable(path, `${label} could not be called that far`, rule.expected(call));
  });
  if (discovery.metadata === null && discovery.required) return findings;
  return findings.length > 0 ? findings : [notApplicable('$', 'no address is known', 'an address that can be called')];
}

export const hostOf = ({ endpoint }: EndpointCall): string => new URL(endpoint.uri).host;

/** `; the discovery document names https://…` where an admin has entered another address. */
export function expectedElsewhere({ endpoint: { configured, discovered, uri } }: EndpointCall): string {
  return configured && discovered !== null && discovered !== uri ? `; the discovery document names ${discovered}` : '';
}
