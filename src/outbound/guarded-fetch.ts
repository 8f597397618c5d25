import type { FetchInit, FetchProfile, GuardedFetch, OutboundAnswer, OutboundCall } from './outbound-call.js';
import { OutboundFailure } from './outbound-failure.js';

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const;

/** Statuses whose `Response` must not have a body, not even an empty one (Fetch, "null body status"). */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** Shapes a fetch call into an outbound call, and its answer into a `Response` that holds the whole body already. */
export function guardedFetch(
  send: (call: OutboundCall) => Promise<OutboundAnswer>,
  profile: FetchProfile,
): GuardedFetch {
  const { onAnswer, shown = whole, ...call } = profile;
  return async (url, init) => {
    const startedAt = performance.now();
    const observe = (result: { answer: OutboundAnswer } | { failure: OutboundFailure }) => {
      onAnswer?.({ url, method: init.method, durationMs: performance.now() - startedAt, result });
    };
    try {
      const answer = await send({ ...call, ...readInit(init), url, signal: eitherSignal(profile.signal, init.signal) });
      observe({ answer });
      return shown(answer);
    } catch (error) {
      if (error instanceof OutboundFailure) observe({ failure: error });
      throw error;
    }
  };
}

function whole({ status, headers, body }: OutboundAnswer): Response {
  return new Response(withoutBody.has(status) ? null : body, { status, headers });
}

function readInit(init: FetchInit): Pick<OutboundCall, 'method' | 'headers' | 'body'> {
  const method = methods.find((candidate) => candidate === init.method);
  if (method === undefined)
    throw new OutboundFailure('request_invalid', `expected one of ${methods.join(', ')} as method`);
  const { body } = init;
  if (body === null || body === undefined) return { method, headers: init.headers };
  if (typeof body === 'string' || body instanceof Uint8Array) return { method, headers: init.headers, body };
  if (body instanceof ArrayBuffer) return { method, headers: init.headers, body: new Uint8Array(body) };
  if (body instanceof URLSearchParams) {
    const named = Object.keys(init.headers).some((name) => name.toLowerCase() === 'content-type');
    const type = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    return { method, headers: named ? init.headers : { ...init.headers, ...type }, body: body.toString() };
  }
  throw new OutboundFailure('request_invalid', 'expected a body that is whole, not a stream');
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one === undefined ? other : other === undefined ? one : AbortSignal.any([one, other]);
}
