import type { Answer } from '../http/answer.js';
import { html, redirect } from '../http/answers.js';
import type { ReceivedRequest } from '../http/received-request.js';
import { readLoginSubmission, renderLoginPage } from '../login-page.js';
import type { OAuthState } from './state.js';

/** GET: the login page. POST: its decision, answered with the authorization response (RFC 6749 §4.1.2). */
export function authorize(state: OAuthState, request: ReceivedRequest): Answer {
  const { query } = request;
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!state.client(clientId)) return refusalPage(`No client "${clientId}" is registered here.`);
  if (!state.mayRedirect(clientId, redirectUri))
    return refusalPage(`"${redirectUri}" is not a redirect URI of this client.`);
  const back = (parameters: Readonly<Record<string, string>>): Answer => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const stateParameter = query.get('state');
    if (stateParameter !== null) url.searchParams.set('state', stateParameter);
    state.options.decorateRedirect?.(url, state);
    return redirect(url.href, 302);
  };
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  if (state.options.refusesPkce === true && query.has('code_challenge')) {
    return back({ error: 'invalid_request', error_description: 'code_challenge is not supported' });
  }
  if (request.method !== 'POST') return html(loginPage(state, request));

  const submission = readLoginSubmission(request.form);
  if (submission.decision === 'declined') return back({ error: 'access_denied' });
  const account = state.accounts.find(({ id }) => id === submission.id);
  if (!account) return html(loginPage(state, request, `Nobody here is called "${submission.id}".`), 422);
  const scope = query.get('scope') ?? '';
  const codeChallenge = query.get('code_challenge');
  return back({ code: state.issueCode({ clientId, redirectUri, scope, codeChallenge, account }) });
}

function loginPage(state: OAuthState, request: ReceivedRequest, alert?: string): string {
  return renderLoginPage({
    title: state.options.title ?? 'Test OAuth provider',
    action: `${request.path}?${request.query.toString()}`,
    choices: state.accounts.map(({ id, label }) => ({ id, label: label ?? id })),
    ...(alert === undefined ? {} : { alert }),
  });
}

function refusalPage(reason: string): Answer {
  return { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: reason };
}
