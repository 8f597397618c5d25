import { readUrl } from '../config/read-url.js';

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:./;
const VISIBLE = /^[\x21-\x7e]+$/;

/** Why a text is no absolute URI without fragment (RFC 3986 §4.3), such as names an audience (RFC 8707 §2); null when it is one. */
export function faultOfAbsoluteUri(text: string): string | null {
  if (text.includes('#')) return 'must not have a fragment (RFC 8707 §2)';
  const url = readUrl(text);
  if (!VISIBLE.test(text) || !ABSOLUTE.test(text) || url === null)
    return 'must be an absolute URI such as https://api.partner.example or urn:partner:api';
  if (/^https?:/i.test(text) && !/^https?:\/\/[^/]/i.test(text)) return 'must have a host name';
  return url.username === '' && url.password === '' ? null : 'must not contain a user name or a password';
}
