import { z } from 'zod';
import { readUrl } from '../config/read-url.js';
import { judgedBy } from './judged-by.js';

const maximumUriLength = 2000;

/** Why a text is not an absolute http(s) URI that we may call or send a browser to; null when it is one. */
function faultOfUri(text: string): string | null {
  // The URL parser repairs what others read differently (white space, backslashes, missing slashes), so refuse it first.
  if (/[\s\\\p{Cc}]/u.test(text)) return 'must not contain white space, control characters or backslashes';
  const url = readUrl(text);
  if (!/^https?:\/\/[^/]/i.test(text) || url === null) {
    return 'must be an absolute URI, for example https://idp.example/path';
  }
  if (text.includes('#')) return 'must not have a fragment (RFC 6749 §3.1)';
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?]*@/i.test(text)) {
    return 'must not contain a user name or a password';
  }
  return null;
}

const uriText = z.string().max(maximumUriLength).superRefine(judgedBy(faultOfUri));

/**
 * An absolute URI of at most 2,000 characters without fragment and credentials. Whether `http:` is allowed depends on the
 * deployment (`OUTBOUND_ALLOW_HTTP`) and is judged beside the rules between members.
 */
export const uriSchema = uriText.meta({ format: 'uri' });

/** An issuer identifier: a URI without query and fragment (OpenID Connect Core §2), compared character by character. */
export const issuerSchema = uriText
  .refine((text) => !text.includes('?'), 'must not have a query (OpenID Connect Core §2)')
  .meta({ format: 'uri' });
