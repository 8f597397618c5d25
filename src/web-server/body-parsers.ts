import type { FastifyInstance } from 'fastify';
import { CountersignError } from '../errors/countersign-error.js';
import { describeJsonFault, parseJsonDocument } from '../json/json-document.js';
import { refusedContentEncoding, refusedMediaType } from './refused-media-type.js';

const KIBIBYTE = 1024;

/** Largest body of an API request. The largest legitimate one, 20 providers with 100 validations each, is about 600 KiB. */
export const maxJsonBody = 1024 * KIBIBYTE;
/** Largest form: a `form_post` callback may carry a signed and encrypted response (JARM). */
const maxFormBody = 256 * KIBIBYTE;

/**
 * Accepts JSON everywhere and forms outside the API, and nothing else. JSON with a member twice in one object, or nested
 * too deep, is refused: two readers might see two different requests. A form arrives as `URLSearchParams`, duplicates kept.
 */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addHook('preParsing', (request, _reply, payload, done) => {
    done(refusedContentEncoding(request), payload);
  });
  server.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: maxJsonBody },
    (_request, body, done) => {
      if (body.length === 0) {
        done(null, undefined);
        return;
      }
      const document = parseJsonDocument(body, { topLevel: 'object' });
      if ('value' in document) done(null, document.value);
      else done(new CountersignError('request.malformed', { detail: `The body: ${describeJsonFault(document)}` }));
    },
  );
  server.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: maxFormBody },
    (request, body, done) => {
      if (request.url.startsWith('/v1/')) done(refusedMediaType(request));
      else done(null, new URLSearchParams(body.toString('utf8')));
    },
  );
}
