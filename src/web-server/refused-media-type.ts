import type { FastifyRequest } from 'fastify';
import { CountersignError } from '../errors/countersign-error.js';

const FORM = 'application/x-www-form-urlencoded';

/** What a body may be at an address: the API reads JSON, pages read forms too. */
const accepted = (request: FastifyRequest): string =>
  request.url.startsWith('/v1/') ? 'application/json' : `application/json, ${FORM}`;

/** A media type is a few dozen characters; more of what somebody sent is not repeated. */
const LONGEST_SHOWN = 100;
const shown = (header: string): string => JSON.stringify(header.slice(0, LONGEST_SHOWN));

/** 415 for a body of a type that is not read here; `Accept` says which are (RFC 9110 §15.5.16). */
export function refusedMediaType(request: FastifyRequest): CountersignError {
  const given = request.headers['content-type'];
  const expected = accepted(request);
  return new CountersignError('request.unsupported_media_type', {
    detail: `Content-Type is ${given === undefined ? 'missing' : shown(given)}; expected ${expected.replace(', ', ' or ')}`,
    headers: { accept: expected },
  });
}

/**
 * 415 for a body that was compressed; `Accept-Encoding` says that none may be.
 * @returns null for a body as it is
 */
export function refusedContentEncoding(request: FastifyRequest): CountersignError | null {
  const given = request.headers['content-encoding'];
  if (given === undefined || given.trim().toLowerCase() === 'identity') return null;
  return new CountersignError('request.unsupported_media_type', {
    detail: `Content-Encoding is ${shown(given)}; expected the body as it is, without Content-Encoding`,
    headers: { 'accept-encoding': 'identity' },
  });
}
