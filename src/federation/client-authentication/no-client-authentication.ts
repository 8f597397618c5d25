import { None } from 'oauth4webapi';
import type { ClientAuth } from './client-authenticator.js';

/** `none`: a public client names itself (RFC 6749 §3.2.1); PKCE alone binds the code to us. */
export function noClientAuthentication(): ClientAuth {
  return None();
}
