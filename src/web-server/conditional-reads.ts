import type { FastifyInstance } from 'fastify';

/** Compared weakly (RFC 9110 §13.1.2): what stands before a tag says nothing here. */
const bare = (tag: string): string => tag.trim().replace(/^W\//, '');

const matches = (header: string, tag: string): boolean =>
  header.trim() === '*' || header.split(',').some((one) => bare(one) === bare(tag));

/**
 * Answers 304 without a body to a read whose `If-None-Match` names the `ETag` of the answer (RFC 9110 §15.4.5). It spares the way,
 * not the work: what a caller may see is judged each time.
 */
export function answerConditionalReads(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const tag = reply.getHeader('etag');
    const known = request.headers['if-none-match'];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || reply.statusCode !== 200 || typeof tag !== 'string' || known === undefined || !matches(known, tag)) {
      done(null, payload);
      return;
    }
    void reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, null);
  });
}
