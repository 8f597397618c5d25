import { readUrl } from '../config/read-url.js';
import { traced } from '../tracing/active-span.js';
import type { Span, TraceHeaders } from '../tracing/span.js';
import type { SpanAttributes } from '../tracing/span-attributes.js';
import type { OutboundAnswer, OutboundCall } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

const UNREADABLE = { hostname: '', port: '', protocol: '' };

/** Where a call goes, without path and query: a token may stand in either, and a listener's path may be a secret. */
function whereTo({ url, target, tenantId, method }: OutboundCall): SpanAttributes {
  const { hostname, port, protocol } = (typeof url === 'string' ? readUrl(url) : url) ?? UNREADABLE;
  return {
    'http.request.method': method,
    'url.scheme': protocol.replace(/:$/, ''),
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    'countersign.tenant.id': tenantId,
    'countersign.target.kind': target.kind,
    'countersign.target.id': target.id,
  };
}

/** A header that the caller sets is the caller's, in whatever letter case. */
function withTrace(call: OutboundCall, trace: TraceHeaders): OutboundCall {
  const own = new Set(Object.keys(call.headers).map((name) => name.toLowerCase()));
  return own.has('traceparent') ? call : { ...call, headers: { ...trace, ...call.headers } };
}

/**
 * Makes a call as a span of whatever makes it, where that is traced.
 * @param told kinds of targets that are told which trace it is
 */
export function tracedCall(
  call: OutboundCall,
  told: ReadonlySet<string>,
  send: (call: OutboundCall) => Promise<OutboundAnswer>,
): Promise<OutboundAnswer> {
  const sendWithin = async (span: Span): Promise<OutboundAnswer> => {
    const answer = await send(told.has(call.target.kind) ? withTrace(call, span.headers) : call);
    span.set({ 'http.response.status_code': answer.status });
    // OpenTelemetry, HTTP client spans: an error status of the other side is an error of the call.
    if (answer.status >= 400) span.fail(String(answer.status));
    return answer;
  };
  return traced({
    describe: () => ({ name: call.method, kind: 'client', attributes: whereTo(call) }),
    work: (span) => (span === undefined ? send(call) : sendWithin(span)),
    errorType: (error) => (error instanceof OutboundFailure ? error.reason : 'failed'),
  });
}
