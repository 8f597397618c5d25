import { isCompactJwe } from '../jwt/decrypt-jwe.js';

/** More copies of one parameter are not looked at. */
const copiesRead = 4;

/**
 * A callback as the one that each of its copies of `state` or `response` would make alone. A parameter that came twice is refused (RFC
 * 6749 §3.1), as the end of the attempt that it belongs to, which has to be found for that.
 */
export function readingsOf(parameters: URLSearchParams): readonly URLSearchParams[] {
  const name = parameters.has('state') ? 'state' : 'response';
  const values = [...new Set(parameters.getAll(name))].slice(0, copiesRead);
  return values.map((value) => new URLSearchParams({ [name]: value }));
}

/**
 * The `state` that a callback claims, to find the attempt by: the parameter, or with JARM the member of the response JWT.
 * Nothing about it has been verified. Null when there is none, or more than one.
 */
export function callbackState(parameters: URLSearchParams): string | null {
  const [state, ...more] = parameters.getAll('state');
  if (more.length > 0) return null;
  if (state !== undefined) return state;
  const [response, ...others] = parameters.getAll('response');
  if (response === undefined || others.length > 0) return null;
  return claimedState(response);
}

/**
 * Read leniently: a response that is to be refused, e.g. for a member with two values, is refused as the end of its attempt, which
 * has to be found for that.
 */
function claimedState(response: string): string | null {
  const [, claims = ''] = response.split('.', 2);
  try {
    const { state } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly state?: unknown };
    return typeof state === 'string' ? state : null;
  } catch {
    return null;
  }
}

/** The encrypted response (JARM) of a callback whose `state` is in there and nowhere else; null when it is no such callback. */
export function encryptedResponse(parameters: URLSearchParams): string | null {
  const [response, ...others] = parameters.getAll('response');
  if (response === undefined || others.length > 0 || parameters.has('state')) return null;
  return isCompactJwe(response) ? response : null;
}
