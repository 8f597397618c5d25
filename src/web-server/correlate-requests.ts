import type { FastifyInstance } from 'fastify';
import { withCorrelationId } from '../http/correlation.js';

/**
 * Gives each request its correlation id: in the answer's `X-Request-Id`, in every log line and audit event below it, and as
 * `instance` of a problem. A caller's own `X-Request-Id` is not taken: it could be made to collide with another request's.
 */
export function correlateRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withCorrelationId(request.id, done);
  });
  // Reading a body ends in an event of the socket, which has lost the context.
  server.addHook('preValidation', (request, _reply, done) => {
    withCorrelationId(request.id, done);
  });
}
