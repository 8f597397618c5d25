import { createHash } from 'node:crypto';
import type { BrowserCookie } from '../../attempts/binding-cookie.js';
import { cookieName } from '../../http/cookie-name.js';
import { CODE_LIFETIME, PROOF_LIFETIME } from '../../people/invitations/user-link.js';

/** One for each link, so that several tabs do not disturb each other; the name does not tell the token. */
export function proofCookieName(token: string, publicUrl: string): string {
  const suffix = createHash('sha256').update('user link').update(token).digest('hex').slice(0, 32);
  return cookieName(`link-${suffix}`, publicUrl);
}

/** Marks the browser in which the code was asked for: only there it proves the address. */
export function proofCookie(token: string, value: string, publicUrl: string): BrowserCookie {
  return {
    name: proofCookieName(token, publicUrl),
    value,
    options: {
      httpOnly: true,
      secure: publicUrl.startsWith('https:'),
      sameSite: 'lax',
      path: '/',
      maxAge: (CODE_LIFETIME + PROOF_LIFETIME) / 1000,
    },
  };
}
