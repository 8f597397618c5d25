import { createHash } from 'node:crypto';
import { cookieName } from '../http/cookie-name.js';

const PREFIX = 'attempt-';

/** A cookie that an answer sets. */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  readonly options: {
    readonly httpOnly: true;
    readonly secure: boolean;
    readonly sameSite: 'lax' | 'none';
    readonly path: '/';
    /** Seconds; 0 takes it back. */
    readonly maxAge: number;
  };
}

/** Found again from the `state` that comes back, without telling it: half of its SHA-256. */
export function bindingCookieName(state: string, publicUrl: string): string {
  const suffix = createHash('sha256').update('binding cookie').update(state).digest('hex').slice(0, 32);
  return cookieName(`${PREFIX}${suffix}`, publicUrl);
}

/**
 * The cookie that binds an attempt to the browser that started it: without it, somebody who knows a `state` could finish
 * another person's login. One per attempt, so that several tabs do not disturb each other.
 * @param formPost the provider answers by a cross-site POST, on which Lax cookies do not travel; only then, and only on
 *   HTTPS, is the cookie `SameSite=None`
 */
export function bindingCookie(
  state: string,
  value: string,
  publicUrl: string,
  formPost: boolean,
  maxAge: number,
): BrowserCookie {
  return { name: bindingCookieName(state, publicUrl), value, options: optionsOf(publicUrl, formPost, maxAge) };
}

function optionsOf(publicUrl: string, formPost: boolean, maxAge: number): BrowserCookie['options'] {
  const secure = publicUrl.startsWith('https:');
  // Browsers take http://localhost for trustworthy, so that a form_post provider can be tried there too.
  const crossSite = formPost;
  return { httpOnly: true, secure: secure || crossSite, sameSite: crossSite ? 'none' : 'lax', path: '/', maxAge };
}

/** Takes the cookie of an attempt back. @param formPost as it was set */
export function endedBindingCookie(state: string, publicUrl: string, formPost: boolean): BrowserCookie {
  return bindingCookie(state, '', publicUrl, formPost, 0);
}

/** Values of the cookies that bind a browser to attempts. */
export function bindingsOf(
  cookies: Readonly<Record<string, string | undefined>>,
  publicUrl: string,
): readonly string[] {
  const prefix = cookieName(PREFIX, publicUrl);
  const ours = Object.entries(cookies).filter(([name]) => name.startsWith(prefix));
  return ours.flatMap(([, value]) => value ?? []).slice(0, KEPT);
}

/** How many attempts a browser may have under way: as many as one link lets it start. */
const KEPT = 20;

/**
 * Takes back the oldest cookies of a browser that has more than enough: of attempts that it never came back from. Browsers send
 * cookies in the order in which they were set (RFC 6265 §5.4).
 * @param names of the cookies that came with the request, in their order
 */
export function abandonedBindingCookies(names: readonly string[], publicUrl: string): readonly BrowserCookie[] {
  const prefix = cookieName(PREFIX, publicUrl);
  const ours = names.filter((name) => name.startsWith(prefix));
  return ours
    .slice(0, Math.max(0, ours.length - (KEPT - 1)))
    .map((name) => ({ name, value: '', options: optionsOf(publicUrl, false, 0) }));
}
