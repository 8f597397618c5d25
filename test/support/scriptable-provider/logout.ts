import type { Answer } from '../http/answer.js';
import { html, redirect } from '../http/answers.js';
import type { ScriptableCall } from './script.js';

/** OpenID Connect RP-Initiated Logout 1.0 §2; nobody is logged in for long here. */
export function logOut({ query }: ScriptableCall): Answer {
  const target = query.get('post_logout_redirect_uri');
  if (target === null)
    return html('<!doctype html><html lang="en"><title>Logged out</title><p>You are logged out.</p></html>');
  const url = new URL(target);
  const state = query.get('state');
  if (state !== null) url.searchParams.set('state', state);
  return redirect(url.href);
}
