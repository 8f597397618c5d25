import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteProviderError } from '../../outbound/foreign-text.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { refuse, refuseQuoting } from '../refusal.js';

type Answer = Pick<OutboundAnswer, 'status' | 'body'>;

function membersOf({ body }: Answer): JsonObject | null {
  const document = parseJsonDocument(body, { topLevel: 'object' });
  return 'fault' in document ? null : (document.value as JsonObject);
}

/** OAuth has words (RFC 6749 §5.2); other interfaces of a provider number theirs, as LemonLDAP::NG does at addresses it does not know. */
const isErrorOfOAuth = (error: string) => /[A-Za-z]/.test(error);

/** RFC 9449 §8. */
export function wantsDpopNonce(answer: Answer): boolean {
  return answer.status >= 400 && membersOf(answer)?.['error'] === 'use_dpop_nonce';
}

/**
 * Judges the answer to a pushed authorization request (RFC 9126 §2.2 and §2.3). Pure.
 * @param secrets never repeated in a detail
 * @returns the request URI
 * @throws CountersignError of step `pushed_authorization`
 */
export function judgePushedAnswer(answer: Answer, secrets: readonly string[]): string {
  const { status, body } = answer;
  if (status >= 300 && status < 400) {
    throw refuse('pushed_authorization.redirect', `status ${status}; redirects are not followed`);
  }
  const members = membersOf(answer);
  const error = members?.['error'];
  if (typeof error === 'string' && isErrorOfOAuth(error)) {
    const { seen, said } = quoteProviderError(error, members?.['error_description'], secrets);
    // 401 is about credentials whatever the error says: Keycloak calls a wrong secret an invalid request here.
    const isAboutClient = error === 'invalid_client' || status === 401;
    const code = isAboutClient ? 'pushed_authorization.invalid_client' : 'pushed_authorization.refused';
    throw refuseQuoting(code, `status ${status}, ${seen}`, said);
  }
  if (status === 401 && error === undefined)
    throw refuse('pushed_authorization.invalid_client', 'status 401 without an error code');
  if (status >= 400) throw refuse('pushed_authorization.http_error', `status ${status} without an error code of OAuth`);
  if (members === null) {
    const document = parseJsonDocument(body, { topLevel: 'object' });
    throw refuse('pushed_authorization.not_json', 'fault' in document ? describeJsonFault(document) : '');
  }
  const requestUri = members['request_uri'];
  if (typeof requestUri === 'string' && /^[\x21-\x7e]{1,2000}$/.test(requestUri)) return requestUri;
  throw refuse('pushed_authorization.no_request_uri', `request_uri: expected text, saw ${typeName(requestUri)}`);
}
