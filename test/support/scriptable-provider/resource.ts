import type { Answer } from '../http/answer.js';
import { oauthError } from '../http/answers.js';
import { bearerToken } from '../http/client-credentials.js';
import type { Person } from './options.js';
import type { ScriptableCall } from './script.js';
import type { ScriptableState } from './state.js';

/** UserInfo (OIDC Core §5.3): `sub` and what else there is to know. */
export function userinfo(state: ScriptableState, call: ScriptableCall): Answer {
  return forHolder(state, call, (person) => ({ sub: person.idToken.sub, ...(person.userinfo ?? person.idToken) }));
}

/** Any other resource: what the person's `resources` say under that name. */
export function resource(state: ScriptableState, call: ScriptableCall, name: string): Answer {
  return forHolder(state, call, (person) => person.resources?.[name]);
}

function forHolder(state: ScriptableState, call: ScriptableCall, body: (person: Person) => unknown): Answer {
  const person = state.personOf(bearerToken(call) ?? tokenInQuery(call) ?? '');
  if (!person) {
    const refusal = oauthError('invalid_token', 'The access token is missing or unknown', 401);
    return { ...refusal, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };
  }
  const json = body(person);
  return json === undefined ? { status: 404, json: { error: 'not_found' } } : { json };
}

function tokenInQuery({ query }: ScriptableCall): string | null {
  return (
    query.get('access_token') ?? query.get('bearer') ?? query.get('oauth_token') ?? query.get('oauth2_access_token')
  );
}
