import type { Answer } from '../http/answer.js';
import type { ReceivedRequest } from '../http/received-request.js';
import { authorize } from './authorization.js';
import { discoveryDocument, jwks } from './discovery.js';
import { logOut } from './logout.js';
import { resource, userinfo } from './resource.js';
import type { AnswerStep, ScriptableCall, ScriptableEndpoint, Steps } from './script.js';
import type { ScriptableState } from './state.js';
import { exchangeCode } from './token.js';

const RESOURCE_PREFIX = '/resource/';

/** One request: which endpoint, what would be right, what the script says. */
export async function handle(state: ScriptableState, request: ReceivedRequest): Promise<Answer> {
  const endpoint = endpointOf(state, request.path);
  const call = state.calls.record(endpoint, request);
  if (endpoint === 'authorization') {
    const answer = await authorize(state, call);
    return state.variation?.vary(answer) ?? answer;
  }
  const step = state.reader.next<AnswerStep>(endpoint, stepsFor(state, endpoint));
  if (typeof step === 'object') return step;
  const plain = await happyAnswer(state, endpoint, call);
  const happy = state.variation?.vary(plain) ?? plain;
  return step === 'happy' ? happy : step(happy, call);
}

function endpointOf(state: ScriptableState, path: string): ScriptableEndpoint {
  const { paths, options } = state;
  if (path === `${options.issuerPath ?? ''}/.well-known/openid-configuration`) return 'discovery';
  for (const name of ['authorization', 'token', 'jwks', 'userinfo', 'par', 'logout'] as const) {
    if (paths[name] === path) return name;
  }
  const named = Object.entries(options.resourcePaths ?? {}).find(([, each]) => each === path)?.[0];
  if (named !== undefined) return `resource:${named}`;
  return path.startsWith(RESOURCE_PREFIX) ? `resource:${path.slice(RESOURCE_PREFIX.length)}` : 'other';
}

function stepsFor(state: ScriptableState, endpoint: ScriptableEndpoint): Steps<AnswerStep> | undefined {
  const { script } = state.reader;
  switch (endpoint) {
    case 'discovery':
    case 'jwks':
    case 'par':
    case 'token':
    case 'userinfo':
    case 'logout':
      return script[endpoint];
    default:
      return script.resources?.[resourceName(endpoint)];
  }
}

async function happyAnswer(
  state: ScriptableState,
  endpoint: ScriptableEndpoint,
  call: ScriptableCall,
): Promise<Answer> {
  switch (endpoint) {
    case 'discovery':
      return discoveryDocument(state);
    case 'jwks':
      return jwks(state);
    case 'par':
      return { status: 201, json: { request_uri: state.push(call.form), expires_in: 60 } };
    case 'token':
      return exchangeCode(state, call);
    case 'userinfo':
      return userinfo(state, call);
    case 'logout':
      return logOut(call);
    case 'authorization':
    case 'other':
      return { status: 404, body: 'Nothing is here' };
    default:
      return resource(state, call, resourceName(endpoint));
  }
}

function resourceName(endpoint: ScriptableEndpoint): string {
  return endpoint.slice('resource:'.length);
}
