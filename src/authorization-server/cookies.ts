import type { Configuration } from 'oidc-provider';
import { cookieName } from '../http/cookie-name.js';

/**
 * Names and ways of cookies. Over https the session's begins with `__Host-` (RFC 6265bis §4.1.3); those of one interaction are for a
 * path of their own, which that prefix forbids: `__Secure-`. Their ids are random and looked up, so that a signature proves nothing.
 */
export function cookiesOf(publicUrl: string): NonNullable<Configuration['cookies']> {
  const isHttps = publicUrl.startsWith('https:');
  const named = (name: string): string => cookieName(name, publicUrl);
  const ofPath = (name: string): string => named(name).replace(/^__Host-/, '__Secure-');
  const options = { httpOnly: true, sameSite: 'lax', secure: isHttps, signed: false } as const;
  return {
    names: { session: named('session'), interaction: ofPath('login'), resume: ofPath('login-resume') },
    long: { ...options, path: '/' },
    short: options,
    keys: [],
  };
}
