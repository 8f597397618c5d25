import type { Answer } from '../http/answer.js';
import { presentedCredentials } from '../http/client-credentials.js';
import { verifierFits } from '../http/pkce.js';
import type { ReceivedRequest } from '../http/received-request.js';
import type { OAuthState } from './state.js';

/** The token endpoint (RFC 6749 §4.1.3), answering in the provider's own format. */
export function exchangeCode(state: OAuthState, request: ReceivedRequest): Answer {
  const refuse = (error: string, description: string): Answer => {
    if (state.options.tokenRefusal) return state.options.tokenRefusal(error, description);
    const status = state.options.errorStatus ?? (error === 'invalid_client' ? 401 : 400);
    return tokenAnswer(state, request, { error, error_description: description }, status);
  };
  if (request.method !== 'POST') return refuse('invalid_request', 'POST is required');

  const credentials = presentedCredentials(request);
  const client = state.client(credentials.clientId);
  if (!client || (client.clientSecret ?? null) !== credentials.clientSecret) {
    return refuse('invalid_client', 'The client is unknown or its secret is wrong');
  }
  if (request.form.get('grant_type') !== 'authorization_code') {
    return refuse('unsupported_grant_type', 'Only authorization_code is supported');
  }
  if (state.options.refusesPkce === true && request.form.has('code_verifier')) {
    return refuse('invalid_request', 'code_verifier is not supported');
  }
  const code = state.takeCode(request.form.get('code') ?? '');
  if (code?.clientId !== client.clientId) return refuse('invalid_grant', 'The code is unknown or was used before');
  if (code.redirectUri !== request.form.get('redirect_uri')) return refuse('invalid_grant', 'redirect_uri differs');
  if (!verifierFits(code.codeChallenge, request.form.get('code_verifier'))) {
    return refuse('invalid_grant', 'code_verifier does not fit');
  }
  const { tokenType = 'Bearer' } = state.options;
  return tokenAnswer(state, request, {
    access_token: state.issueToken(code.account),
    ...(tokenType === null ? {} : { token_type: tokenType }),
    expires_in: 3600,
    scope: code.scope,
    ...code.account.tokenMembers,
  });
}

function tokenAnswer(
  state: OAuthState,
  request: ReceivedRequest,
  members: Readonly<Record<string, string | number>>,
  status = 200,
): Answer {
  const headers = { 'cache-control': 'no-store' };
  if (!answersJson(state, request)) {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(members)) form.set(name, String(value));
    return {
      status,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: form.toString(),
    };
  }
  return { status, headers, json: members };
}

function answersJson(state: OAuthState, request: ReceivedRequest): boolean {
  switch (state.options.tokenAnswer ?? 'json') {
    case 'json':
      return true;
    case 'form':
      return false;
    case 'form-unless-asked':
      return request.headers.accept?.includes('application/json') ?? false;
  }
}
