import createClient, { type Middleware } from 'openapi-fetch';
import type { Authentication } from '../authentication/authentication.js';
import { publicPath } from '../public-path.js';
import type { Api } from './api-types.js';
import { ApiFailure, type Problem } from './problem.js';
import type { paths } from './schema.js';

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

export async function failureOf(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => null);
  return new ApiFailure(response.status, isProblem(body) ? body : null);
}

/** Sends with the person's proof, and once more after a 401 where the proof could be renewed. */
async function send(authentication: Authentication, request: Request): Promise<Response> {
  const again = request.clone();
  const withProof = async (sent: Request): Promise<Response> => {
    const headers = new Headers(sent.headers);
    const proof = await authentication.headersFor(sent.method, sent.url);
    for (const [name, value] of Object.entries(proof)) headers.set(name, value);
    return fetch(new Request(sent, { headers, credentials: 'same-origin', redirect: 'error' }));
  };
  const response = await withProof(request);
  return response.status === 401 && (await authentication.renew()) ? withProof(again) : response;
}

/** Every answer that is no success is thrown, so that a screen has one way for what went wrong. */
const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await failureOf(response);
  },
  onError() {
    return new ApiFailure(0, null);
  },
};

/** The API's client, typed by the OpenAPI document of the service that it was built with. */
export function makeApi(authentication: Authentication): Api {
  const api = createClient<paths>({
    baseUrl: `${location.origin}${publicPath}`,
    fetch: (request) => send(authentication, request),
  });
  api.use(throwProblems);
  // Its own types lose members whose schema says nothing, such as claims.
  return api as unknown as Api;
}

/** What was answered with a success. A body that is missing there is a fault of the service. */
export async function answered<T>(answer: Promise<{ readonly data?: T }>): Promise<Exclude<T, undefined>> {
  const { data } = await answer;
  if (data === undefined) throw new ApiFailure(0, null);
  return data as Exclude<T, undefined>;
}

/** A text that was answered with a success, of an address whose description says nothing of it. */
export async function answeredText(answer: Promise<{ readonly data?: unknown }>): Promise<string> {
  const { data } = await answer;
  if (typeof data !== 'string') throw new ApiFailure(0, null);
  return data;
}
