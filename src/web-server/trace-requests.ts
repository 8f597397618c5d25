import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { addressesWithin, readAddress } from '../http/client-address.js';
import { CLIENT_LEFT, whenRequestsEnd } from '../http/ended-requests.js';
import { withinSpan } from '../tracing/active-span.js';
import type { Span, Tracer } from '../tracing/span.js';

/** What is asked again and again at the operator's own pace. */
const UNTRACED = /^\/(?:health\/|metrics(?:\?|$))/;

/** What programs call. Browsers of signers begin a trace of their own: whoever sends one of them a link must not choose its id. */
const OF_PROGRAMS = /^\/(?:v1|oauth)\//;

const spans = new WeakMap<FastifyRequest, Span>();

/** Says which code a traced request was answered with. */
export function traceAnswer(request: FastifyRequest, code: string): void {
  spans.get(request)?.set({ 'countersign.error.code': code });
}

/**
 * Makes each request a span, and everything that it does a part of it. A trace that the caller has begun is continued at the API, and
 * anywhere behind a proxy of `TRUSTED_PROXIES`; otherwise the trace has the digits of the request's correlation id as its id.
 */
export function traceRequests(
  server: FastifyInstance,
  tracer: Tracer,
  { TRUSTED_PROXIES }: Pick<Settings, 'TRUSTED_PROXIES'>,
): void {
  const isTrusted = addressesWithin(TRUSTED_PROXIES);
  const mayContinue = ({ url, raw }: FastifyRequest): boolean => {
    if (OF_PROGRAMS.test(url)) return true;
    const address = readAddress(raw.socket.remoteAddress ?? '');
    return address !== null && isTrusted(address);
  };
  server.addHook('onRequest', (request, _reply, done) => {
    if (UNTRACED.test(request.url)) {
      done();
      return;
    }
    const route = request.routeOptions.url;
    const span = tracer.begin({
      name: route === undefined ? request.method : `${request.method} ${route}`,
      kind: 'server',
      traceId: request.id.replaceAll('-', ''),
      ...(mayContinue(request) ? { continues: request.headers } : {}),
      attributes: {
        'http.request.method': request.method,
        ...(route === undefined ? {} : { 'http.route': route }),
        'countersign.correlation_id': request.id,
      },
    });
    spans.set(request, span);
    withinSpan(span, done);
  });
  // Reading a body ends in an event of the socket, which has lost the context.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else withinSpan(span, done);
  });
  whenRequestsEnd(server, ({ request, status }) => {
    const span = spans.get(request);
    if (status === CLIENT_LEFT) span?.fail('aborted');
    else span?.set({ 'http.response.status_code': status });
    if (status >= 500) span?.fail(String(status));
    span?.end();
  });
}
