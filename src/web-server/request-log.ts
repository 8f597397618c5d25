import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ProblemDocument } from '../errors/problem-document.js';
import { whenRequestsEnd } from '../http/ended-requests.js';

/**
 * One line per request: method, route pattern, status, duration. Never the address as it was sent, a header or a body: sign-in
 * tokens stand in paths, authorization codes and states in queries, API keys in headers.
 */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  whenRequestsEnd(server, ({ request, status, milliseconds, isBroken }) => {
    if (isBroken) return;
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status,
      durationMs: Math.round(milliseconds * 10) / 10,
    };
    if (line.route.startsWith('/health/')) logger.debug(line, 'request');
    else logger.info(line, 'request');
  });
}

/** One line for a request that never reached the router: broken, or not here in time. */
export function logBrokenRequest(logger: Logger, { status, code, instance }: ProblemDocument): void {
  logger.info({ correlationId: instance, route: '(none)', status, code }, 'request');
}
