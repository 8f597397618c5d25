import type { Answer } from './answer.js';

/** The answers that tests and providers give most, by name. */

export const json = (value: unknown, status = 200): Answer => ({ status, json: value });

/** RFC 6749 §5.2 error, or what a server that gets the status wrong makes of it. */
export const oauthError = (error: string, description?: string, status = 400): Answer => ({
  status,
  headers: { 'cache-control': 'no-store' },
  json: { error, ...(description === undefined ? {} : { error_description: description }) },
});

export const html = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

export const redirect = (location: string, status = 303): Answer => ({
  status,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
});

/** JSON of one member that is `mebibytes` large when decompressed, but arrives as a few kilobytes. */
export const gzipBomb = (mebibytes: number): Answer => ({
  headers: { 'content-type': 'application/json' },
  body: `{"filler":"${'0'.repeat(mebibytes * 1024 * 1024)}"}`,
  gzip: true,
});

/** Valid JSON that comes byte by byte and never within a sensible time. */
export const slowDrip = (everyMilliseconds = 500): Answer => ({
  json: { filler: 'x'.repeat(10_000) },
  drip: { bytes: 1, everyMilliseconds },
});

export const connectionReset: Answer = { reset: 'before-headers' };

/** Edits a JSON object member by member; `undefined` leaves a member out. For scripts: `token: withMembers({ expires_in: undefined })`. */
export const withMembers =
  (changes: Readonly<Record<string, unknown>>) =>
  (answer: Answer): Answer => ({ ...answer, json: { ...(answer.json as object | undefined), ...changes } });
