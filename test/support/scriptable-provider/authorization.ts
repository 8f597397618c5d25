import type { Answer } from '../http/answer.js';
import { html, redirect } from '../http/answers.js';
import { escapeHtml } from '../login-page.js';
import { signJwt } from './jwt.js';
import type {
  AuthorizationResponse,
  AuthorizationStep,
  AuthorizationStepResult,
  ParameterChanges,
  ScriptableCall,
} from './script.js';
import type { ScriptableState } from './state.js';

/** Logs the person in without asking and answers at once with the authorization response. */
export async function authorize(state: ScriptableState, call: ScriptableCall): Promise<Answer> {
  const asked = authorizationParameters(state, call);
  if (!asked) return { status: 400, body: 'request_uri is unknown or was used before' };
  const redirectUri = asked.get('redirect_uri');
  if (redirectUri === null) return { status: 400, body: 'redirect_uri is missing' };

  const step = state.reader.next<AuthorizationStep>('authorization', state.reader.script.authorization);
  const happy = happyResponse(state, call, asked, redirectUri);
  const response = await apply(step, happy, call);
  return 'parameters' in response ? encode(response) : response;
}

/** From the query, a pushed request (RFC 9126) or a request object (RFC 9101), whose signature is not looked at. */
function authorizationParameters(state: ScriptableState, call: ScriptableCall): URLSearchParams | undefined {
  const sent = call.method === 'POST' ? call.form : call.query;
  const requestUri = sent.get('request_uri');
  const parameters = requestUri === null ? sent : state.takePushed(requestUri);
  const requestObject = parameters?.get('request');
  if (!parameters || requestObject === null || requestObject === undefined) return parameters;
  const claims: unknown = JSON.parse(Buffer.from(requestObject.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const merged = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(claims ?? {})) {
    merged.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return merged;
}

function happyResponse(
  state: ScriptableState,
  call: ScriptableCall,
  asked: URLSearchParams,
  redirectUri: string,
): AuthorizationResponse {
  const mode = asked.get('response_mode') ?? 'query';
  const plain: [string, string][] = [['code', state.logIn(call, asked)]];
  const sentState = asked.get('state');
  if (sentState !== null) plain.push(['state', sentState]);
  plain.push(['iss', state.issuer]);
  const varied = state.variation?.varyParameters(plain) ?? plain;
  const parameters = mode.endsWith('jwt') ? [['response', jarm(state, varied)] as const] : varied;
  return { mode: mode.startsWith('form_post') ? 'form_post' : 'query', redirectUri, parameters };
}

/** JWT Secured Authorization Response Mode §2.1. */
function jarm(state: ScriptableState, parameters: readonly (readonly [string, string])[]): string {
  const now = Math.floor(state.now() / 1000);
  const claims = { ...Object.fromEntries(parameters), aud: state.clientId, exp: now + 300 };
  return signJwt({ claims, key: state.keys[0] });
}

async function apply(
  step: AuthorizationStep,
  happy: AuthorizationResponse,
  call: ScriptableCall,
): Promise<AuthorizationStepResult> {
  if (step === 'happy') return happy;
  if (typeof step === 'function') return step(happy, call);
  return { ...happy, parameters: changeParameters(happy.parameters, step) };
}

function changeParameters(
  parameters: AuthorizationResponse['parameters'],
  changes: ParameterChanges,
): AuthorizationResponse['parameters'] {
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each) => [name, each] as const),
  );
  return [...parameters.filter(([name]) => !Object.hasOwn(changes, name)), ...added];
}

function encode({ mode, redirectUri, parameters }: AuthorizationResponse): Answer {
  if (mode === 'form_post') return html(formPostPage(redirectUri, parameters));
  const url = new URL(redirectUri);
  const encoded = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
  if (mode === 'fragment') url.hash = encoded;
  else url.search = [url.search.slice(1), encoded].filter((part) => part !== '').join('&');
  return redirect(url.href, 302);
}

/** OAuth 2.0 Form Post Response Mode §2. */
function formPostPage(redirectUri: string, parameters: AuthorizationResponse['parameters']): string {
  const inputs = parameters
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
  return `<!doctype html>
<html lang="en"><head><title>On the way back</title></head>
<body><form method="post" action="${escapeHtml(redirectUri)}">${inputs}<noscript><button>Continue</button></noscript></form>
<script>document.forms[0].submit()</script></body></html>`;
}
