import type { BrowserCookie } from '../../attempts/binding-cookie.js';
import { cookieName } from '../../http/cookie-name.js';
import { SIGN_IN_LIFETIME } from './console-link.js';

/** Marks the browser that has used a link to the console, until it has logged in. */
export const signInCookieName = (publicUrl: string): string => cookieName('console-link', publicUrl);

/** @param secret null takes it back */
export function signInCookie(secret: string | null, publicUrl: string): BrowserCookie {
  return {
    name: signInCookieName(publicUrl),
    value: secret ?? '',
    options: {
      httpOnly: true,
      secure: publicUrl.startsWith('https:'),
      sameSite: 'lax',
      path: '/',
      maxAge: secret === null ? 0 : SIGN_IN_LIFETIME / 1000,
    },
  };
}
