import type { Answer } from '../http/answer.js';
import { bearerToken } from '../http/client-credentials.js';
import type { ReceivedRequest } from '../http/received-request.js';
import { type OAuthResource, type RefusalReason, TOKEN_PARAMETERS } from './options.js';
import type { OAuthState } from './state.js';

/** A resource URI: tells about the person whose token comes in a way that this resource accepts. */
export function serveResource(state: OAuthState, resource: OAuthResource, request: ReceivedRequest): Answer {
  const refuse = (reason: RefusalReason, description: string): Answer =>
    resource.refusal?.(reason, description) ?? bearerRefusal(resource.refusalStatus ?? 401, reason, description);

  const missing = resource.requiredHeaders?.find((name) => !request.headers[name]);
  if (missing !== undefined) return refuse('missing_header', `The header "${missing}" is required`);

  const sent = TOKEN_PARAMETERS.filter((name) => request.query.has(name));
  const unacceptable = sent.find((name) => !(resource.acceptsParameters ?? []).includes(name));
  if (unacceptable !== undefined) return refuse('token_misplaced', `"${unacceptable}" is not accepted here`);

  const header = bearerToken(request);
  const fromQuery = sent[0] === undefined ? null : request.query.get(sent[0]);
  if (resource.refusesTokenSentTwice === true && header !== null && fromQuery !== null) {
    return refuse('token_misplaced', 'The token was sent in two ways');
  }
  const token = fromQuery ?? (resource.acceptsHeader === false ? null : header);
  const account = token === null ? undefined : state.accountOf(token);
  if (!account) return refuse('invalid_token', 'No valid access token');

  const data = account.resources[resource.name];
  if (data === undefined) return refuse('not_found', `Nothing is known about ${account.id} here`);
  return {
    headers: { 'content-type': resource.contentType ?? 'application/json' },
    body: resource.body ? resource.body(data, request.query) : JSON.stringify(data),
  };
}

const STATUS: Readonly<Partial<Record<RefusalReason, number>>> = { missing_header: 403, not_found: 404 };

/** RFC 6750 §3. */
function bearerRefusal(tokenStatus: number, reason: RefusalReason, description: string): Answer {
  const error = reason === 'token_misplaced' ? 'invalid_request' : reason;
  return {
    status: STATUS[reason] ?? tokenStatus,
    headers: { 'www-authenticate': `Bearer error="${error}", error_description="${description.replaceAll('"', "'")}"` },
    json: { error, error_description: description },
  };
}
