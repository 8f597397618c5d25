import { createHash } from 'node:crypto';
import { readUrl } from '../config/read-url.js';

/** `'sha256-…'` of the text of an inline element, as CSP Level 3 §2.3.1 wants it. */
export function contentHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/**
 * The policy of one page: nothing is loaded, nothing runs, nobody frames it. Only the styles whose hashes are given apply.
 *
 * `formActionOrigins` has to name every origin that the form's post may be *redirected* to, not only the first: Chromium
 * checks the whole chain of redirects. A provider with a running session answers at once with a redirect to our callback,
 * which redirects to the workflow's return URL, so that URL's origin belongs to the list as well; and a broker that passes
 * the browser on to the bank behind it needs the bank's origin, or the scheme source `https:` when it cannot be known.
 *
 * @param picture whether the page shows a picture of ours
 * @param formActionOrigins null for a page without a form; each an origin (`https://idp.example`) or a scheme (`https:`, and `http:`
 *   where providers without TLS are allowed)
 * @param scriptHash of the page's one inline script; null: nothing runs
 * @throws TypeError for anything that is neither, because it could end the directive and begin another
 */
export function contentSecurityPolicy(
  styleHashes: readonly string[],
  formActionOrigins: readonly string[] | null,
  picture = false,
  scriptHash: string | null = null,
): string {
  const formAction =
    formActionOrigins === null ? "'none'" : ["'self'", ...formActionSources(formActionOrigins)].join(' ');
  return [
    "default-src 'none'",
    `style-src ${styleHashes.join(' ')}`,
    ...(scriptHash === null ? [] : [`script-src ${scriptHash}`]),
    picture ? "img-src 'self' data:" : 'img-src data:',
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Where native applications are redirected to: any port of this machine (RFC 8252 §7.3). */
export const LOOPBACK_SOURCES: readonly string[] = ['http://127.0.0.1:*', 'http://localhost:*'];

function formActionSources(origins: readonly string[]): string[] {
  return [...new Set(origins.map(formActionSource))];
}

function formActionSource(source: string): string {
  if (source === 'https:' || source === 'http:' || LOOPBACK_SOURCES.includes(source)) return source;
  const url = readUrl(source);
  if (!url || !['http:', 'https:'].includes(url.protocol) || /[\s;,'"]/.test(url.origin)) {
    throw new TypeError(
      `A form-action source must be an http or https origin or scheme, but is ${JSON.stringify(source)}`,
    );
  }
  return url.origin;
}
