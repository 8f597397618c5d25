import { readUrl } from '../config/read-url.js';

/**
 * Judges where a link or form of ours leads: a path of this service (`/sign-in/…`) or an absolute http(s) URL.
 *
 * @param publicPath put before a path, see `config/public-path.ts`
 * @throws TypeError for anything else: `javascript:`, and `//host` or `/\host`, which look like paths and are not
 */
export function href(value: string, publicPath: string): string {
  const isPath = /^\/(?![/\\])/.test(value) && !/[\t\r\n]/.test(value);
  const isAbsolute = /^https?:\/\//i.test(value) && readUrl(value) !== null;
  if (!isPath && !isAbsolute) {
    throw new TypeError(
      `A link of a page must be a path or an http or https URL, but is ${JSON.stringify(value.slice(0, 200))}`,
    );
  }
  return isPath ? `${publicPath}${value}` : value;
}

/** Host (and port, if unusual) of a URL in its ASCII form, so that look-alike letters show; null when it is no URL. */
export function hostOf(url: string | null | undefined): string | null {
  return url ? readUrl(url)?.host || null : null;
}
