import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ProblemDocument } from '../errors/problem-document.js';

/**
 * One line per request: method, route pattern, status, duration. Never the address as it was sent, a header or a body: sign-in
 * tokens stand in paths, authorization codes and states in queries, API keys in headers.
 */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (line.route.startsWith('/health/')) logger.debug(line, 'request');
    else logger.info(line, 'request');
    done();
  });
}

/** One line for a request that never reached the router: broken, or not here in time. */
export function logBrokenRequest(logger: Logger, { status, code, instance }: ProblemDocument): void {
  logger.info({ correlationId: instance, route: '(none)', status, code }, 'request');
}
