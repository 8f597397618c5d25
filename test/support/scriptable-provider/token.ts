import type { Answer } from '../http/answer.js';
import { oauthError } from '../http/answers.js';
import { presentedCredentials } from '../http/client-credentials.js';
import { verifierFits } from '../http/pkce.js';
import { issueIdToken } from './id-token.js';
import type { ScriptableCall } from './script.js';
import type { ScriptableState } from './state.js';

/** What a well-behaved token endpoint answers (RFC 6749 §4.1.4, OIDC Core §3.1.3.3). */
export async function exchangeCode(state: ScriptableState, call: ScriptableCall): Promise<Answer> {
  const login = state.spendCode(call.form.get('code') ?? '');
  const { clientSecret } = state.options;
  if (clientSecret !== undefined && !presentsSecret(call, state.clientId, clientSecret)) {
    return oauthError('invalid_client', 'The client is unknown or its secret is wrong', 401);
  }
  if (call.form.get('grant_type') !== 'authorization_code') return oauthError('unsupported_grant_type');
  if (!login) return oauthError('invalid_grant', 'The code is unknown or was used before');
  const { parameters, person } = login;
  if (parameters.get('redirect_uri') !== call.form.get('redirect_uri')) {
    return oauthError('invalid_grant', 'redirect_uri differs from the authorization request');
  }
  if (!verifierFits(parameters.get('code_challenge'), call.form.get('code_verifier'))) {
    return oauthError('invalid_grant', 'code_verifier does not fit the code_challenge');
  }
  const accessToken = state.issueAccessToken(person);
  const scope = parameters.get('scope') ?? '';
  const isOpenId = scope.split(' ').includes('openid');
  return {
    headers: { 'cache-control': 'no-store' },
    json: {
      access_token: accessToken,
      token_type: call.headers.dpop === undefined ? 'Bearer' : 'DPoP',
      expires_in: 3600,
      scope,
      ...(isOpenId ? { id_token: await issueIdToken(state, call, login, accessToken) } : {}),
    },
  };
}

function presentsSecret(call: ScriptableCall, clientId: string, clientSecret: string): boolean {
  const presented = presentedCredentials(call);
  return presented.clientId === clientId && presented.clientSecret === clientSecret;
}
