import type { FastifyInstance } from 'fastify';
import { CountersignError } from '../errors/countersign-error.js';

const KIBIBYTE = 1024;

/** Largest address and headers together that are served, in bytes. */
const maxHeaders = 32 * KIBIBYTE;

/**
 * Where reading stops altogether. Far above what is served: what the reader itself refuses cannot be answered by a page, and
 * it is people's browsers that collect cookies until they are too many.
 */
export const maxReadHeaders = 256 * KIBIBYTE;

/** Refuses requests whose headers are too large (`request.headers_too_large`). */
export function limitHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { rawHeaders, url = '' } = request.raw;
    const size = rawHeaders.reduce((sum, text) => sum + text.length, url.length);
    if (size <= maxHeaders) done();
    else
      done(
        new CountersignError('request.headers_too_large', {
          detail: `Address and headers have ${size} bytes; at most ${maxHeaders} are taken`,
        }),
      );
  });
}
