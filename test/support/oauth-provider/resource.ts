import type { Answer } from '../http/answer.js';
import { bearerToken } from '../http/client-credentials.js';
import type { ReceivedRequest } from '../http/received-request.js';
import { type OAuthResource, TOKEN_PARAMETERS } from './options.js';
import type { OAuthState } from './state.js';

/** A resource URI: tells about the person whose token comes in a way that this resource accepts. */
export function serveResource(state: OAuthState, resource: OAuthResource, request: ReceivedRequest): Answer {
  const missingHeader = resource.requiredHeaders?.find((name) => !request.headers[name]);
  if (missingHeader !== undefined) return refuse(403, 'missing_header', `The header "${missingHeader}" is required`);

  const status = resource.refusalStatus ?? 401;
  const sent = TOKEN_PARAMETERS.filter((name) => request.query.has(name));
  const unacceptable = sent.find((name) => !(resource.acceptsParameters ?? []).includes(name));
  if (unacceptable !== undefined) return refuse(status, 'invalid_request', `"${unacceptable}" is not accepted here`);

  const header = bearerToken(request);
  const fromQuery = sent[0] === undefined ? null : request.query.get(sent[0]);
  if (resource.refusesTokenSentTwice === true && header !== null && fromQuery !== null) {
    return refuse(status, 'invalid_request', 'The token was sent in two ways');
  }
  const token = fromQuery ?? (resource.acceptsHeader === false ? null : header);
  const account = token === null ? undefined : state.accountOf(token);
  if (!account) return refuse(status, 'invalid_token', 'No valid access token');

  const data = account.resources[resource.name];
  if (data === undefined) return refuse(404, 'not_found', `Nothing is known about ${account.id} here`);
  return {
    headers: { 'content-type': resource.contentType ?? 'application/json' },
    body: resource.body ? resource.body(data) : JSON.stringify(data),
  };
}

function refuse(status: number, error: string, description: string): Answer {
  return {
    status,
    headers: { 'www-authenticate': `Bearer error="${error}", error_description="${description.replaceAll('"', "'")}"` },
    json: { error, error_description: description },
  };
}
