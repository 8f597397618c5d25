import { readUrl } from '../config/read-url.js';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Why a browser cannot be sent back there (RFC 9700 §2.1, RFC 8252 §7.3); null when it can. */
export function faultOfRedirectUri(uri: string): string | null {
  if (/[\s\\\p{Cc}]/u.test(uri)) return 'must not contain white space, control characters or backslashes';
  const url = readUrl(uri);
  if (url === null || !/^https?:\/\/[^/]/i.test(uri)) return 'must be an absolute https address';
  if (uri.includes('#')) return 'must not have a fragment (RFC 6749 §3.1.2)';
  if (uri.includes('*')) return 'must not have a wildcard: it is compared as text';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or a password';
  if (/^\/(?:.*\/)?\.{1,2}(?:\/|$)/.test(uri.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0] ?? ''))
    return 'must not contain . or .. as a part of its path';
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) return 'must be https, or http on a loopback address';
  return null;
}

const isOnLoopback = (uri: string, protocol: string): boolean => {
  const url = readUrl(uri);
  return url?.protocol === protocol && LOOPBACK.has(url.hostname);
};

/** Whether an application on the user's device waits there, at whatever port it was given (RFC 8252 §7.3). */
export const isOfDevice = (uri: string): boolean => isOnLoopback(uri, 'http:');

/**
 * Those of a client's addresses that cannot stand beside its others: where one waits on the user's device, an https address is that
 * of a web page that belongs to the application (RFC 8252 §7.2), which no loopback address is.
 */
export function clashingRedirectUris(uris: readonly string[]): readonly number[] {
  if (!uris.some(isOfDevice)) return [];
  return uris.flatMap((uri, index) => (isOnLoopback(uri, 'https:') ? [index] : []));
}
