import { createHash } from 'node:crypto';
import { cookieName } from '../http/cookie-name.js';

/**
 * The cookie that binds an attempt to the browser that started it: without it, somebody who knows a `state` could finish
 * another person's login. One per attempt, so that several tabs do not disturb each other.
 */
export interface BindingCookie {
  readonly name: string;
  readonly value: string;
  readonly options: {
    readonly httpOnly: true;
    readonly secure: boolean;
    readonly sameSite: 'lax' | 'none';
    readonly path: '/';
    /** Seconds. */
    readonly maxAge: number;
  };
}

/** Found again from the `state` that comes back, without telling it: half of its SHA-256. */
export function bindingCookieName(state: string, publicUrl: string): string {
  const suffix = createHash('sha256').update('binding cookie').update(state).digest('hex').slice(0, 32);
  return cookieName(`attempt-${suffix}`, publicUrl);
}

/**
 * @param formPost the provider answers by a cross-site POST, on which Lax cookies do not travel; only then, and only on
 *   HTTPS, is the cookie `SameSite=None`
 */
export function bindingCookie(
  state: string,
  value: string,
  publicUrl: string,
  formPost: boolean,
  maxAge: number,
): BindingCookie {
  const secure = publicUrl.startsWith('https:');
  // Browsers take http://localhost for trustworthy, so that a form_post provider can be tried there too.
  const crossSite = formPost;
  return {
    name: bindingCookieName(state, publicUrl),
    value,
    options: { httpOnly: true, secure: secure || crossSite, sameSite: crossSite ? 'none' : 'lax', path: '/', maxAge },
  };
}
