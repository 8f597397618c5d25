import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign, quoteProviderError } from '../../outbound/foreign-text.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Leniency } from '../../providers/provider-configuration.js';
import { wouldPassWith } from '../leniency.js';
import { refuse, refuseQuoting } from '../refusal.js';
import { codeOfTokenError } from './token-errors.js';

/** What is expected of a token endpoint. */
interface TokenAnswerExpectation {
  readonly kind: 'oidc' | 'oauth2';
  /** The request carried a DPoP proof. */
  readonly dpop: boolean;
  /** What the admin allows by name. */
  readonly leniency: readonly Leniency[];
  /** Never repeated in a detail: code, client secret, verifier. */
  readonly secrets: readonly (string | null)[];
}

/** A successful token answer (RFC 6749 §5.1). */
export interface TokenAnswer {
  readonly accessToken: string;
  /** In lower case; null when the answer names none, as some OAuth 2.0 servers do, and others where that is allowed by name. */
  readonly tokenType: 'bearer' | 'dpop' | null;
  /** Compact JWS or JWE; null for kind `oauth2`. */
  readonly idToken: string | null;
  /** Every member that is no token and not about one: claims of the source `token_response`. */
  readonly otherMembers: JsonObject;
  /** What was let pass because the admin allows it by name. */
  readonly relaxations: readonly Leniency[];
}

type Answer = Pick<OutboundAnswer, 'status' | 'mediaType' | 'body'>;

/** Members about the tokens themselves (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3, RFC 8693 §2.2.1). */
const tokenMembers: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'token_type',
  'issued_token_type',
  'expires_in',
  'refresh_token_expires_in',
  'scope',
]);

/** Answers of OAuth 2.0 drafts, which some servers still give: form-encoded, under either of these labels. */
const formMediaTypes: readonly (string | null)[] = ['application/x-www-form-urlencoded', 'text/plain'];

function readForm({ body, mediaType }: Answer): JsonObject | null {
  if (!formMediaTypes.includes(mediaType)) return null;
  const entries = [...new URLSearchParams(new TextDecoder().decode(body))];
  const members = Object.fromEntries(entries);
  const isTokenAnswer = Object.hasOwn(members, 'access_token') || Object.hasOwn(members, 'error');
  return isTokenAnswer && Object.keys(members).length === entries.length ? members : null;
}

/** RFC 6749 Appendix A.12, and nothing that a header could not carry. */
const accessTokenPattern = /^[\x21-\x7e]{1,16384}$/;

/**
 * Judges the answer of a token endpoint. Pure.
 * @throws CountersignError of step `token_request`
 */
export function judgeTokenAnswer(answer: Answer, expected: TokenAnswerExpectation): TokenAnswer {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    throw refuse('token_request.redirect', `status ${status}; redirects are not followed`);
  }
  const document = parseJsonDocument(answer.body, { topLevel: 'object' });
  const form = 'fault' in document && expected.kind === 'oauth2' ? readForm(answer) : null;
  const members = 'fault' in document ? form : (document.value as JsonObject);
  if (members !== null) refuseError(status, members, expected);
  if (status >= 400) refuseStatus(status, answer.mediaType);
  if (members !== null) return readTokens(members, expected);
  const why = 'fault' in document ? describeJsonFault(document) : '';
  throw refuse('token_request.not_json', `${why}; media type ${quoteForeign(answer.mediaType ?? 'none')}`);
}

function refuseStatus(status: number, mediaType: string | null): never {
  const seen = `status ${status} without an error code; media type ${quoteForeign(mediaType ?? 'none')}`;
  // RFC 6749 §5.2: 401 is for client authentication alone.
  throw refuse(status === 401 ? 'token_request.invalid_client' : 'token_request.http_error', seen);
}

/** What servers of their own making write where there is no error. */
const saysNone: ReadonlySet<unknown> = new Set(['', false, 0]);

/** An `error` of RFC 6749 §5.2, or the object that Facebook, Google's and Microsoft's other interfaces have in its place: `{"error": {"type", "message"}}`. */
function readError(error: unknown, description: unknown): { readonly text: string; readonly description: unknown } {
  if (typeof error === 'string') return { text: error, description };
  if (typeof error !== 'object' || error === null || !('message' in error))
    return { text: typeName(error), description };
  const named = [...('type' in error ? [error.type] : []), ...('code' in error ? [error.code] : [])];
  const text = named.find((name) => typeof name === 'string');
  return { text: typeof text === 'string' ? text : typeName(error), description: description ?? error.message };
}

function refuseError(status: number, members: JsonObject, { secrets }: TokenAnswerExpectation): void {
  const { error } = members;
  if (error === undefined || error === null || (status < 400 && saysNone.has(error))) return;
  const { text, description } = readError(error, members['error_description']);
  const { seen, said } = quoteProviderError(text, description, secrets);
  const unknown = status < 400 ? 'token_request.error_with_200' : 'token_request.provider_error';
  throw refuseQuoting(codeOfTokenError(text, status, unknown), `status ${status}, ${seen}`, said);
}

function readTokens(members: JsonObject, expected: TokenAnswerExpectation): TokenAnswer {
  const accessToken = members['access_token'];
  if (typeof accessToken !== 'string' || !accessTokenPattern.test(accessToken)) {
    const seen = typeof accessToken === 'string' ? `text of ${accessToken.length} characters` : typeName(accessToken);
    const others = accessToken === undefined ? besideIt(members) : '';
    throw refuse('token_request.no_access_token', `access_token: expected printable text, saw ${seen}${others}`);
  }
  const idToken = textOf(members['id_token']);
  if (expected.kind === 'oidc' && (typeof idToken !== 'string' || idToken === '')) {
    const seen = idToken === '' ? 'empty text' : typeName(idToken);
    throw refuse('token_request.no_id_token', `id_token: expected text, saw ${seen}`);
  }
  const tokenType = readTokenType(members['token_type'], expected);
  return {
    accessToken,
    tokenType,
    relaxations: tokenType === null && expected.kind === 'oidc' ? ['missing-token-type'] : [],
    idToken: expected.kind === 'oidc' && typeof idToken === 'string' ? idToken : null,
    otherMembers: Object.fromEntries(Object.entries(members).filter(([name]) => !tokenMembers.has(name))),
  };
}

/** Names tell what the answer is instead, e.g. an error in members of their own. */
function besideIt(members: JsonObject): string {
  const names = Object.keys(members)
    .slice(0, 5)
    .map((name) => quoteForeign(name.slice(0, 40)));
  return names.length === 0 ? '' : ` beside ${names.join(', ')}`;
}

/** White space around a text says nothing. */
const textOf = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** RFC 6749 §7.1: a client must not use a token whose type it does not know. Letter case does not count. */
function readTokenType(named: unknown, { dpop, kind, leniency }: TokenAnswerExpectation): TokenAnswer['tokenType'] {
  const tokenType = textOf(named);
  const wanted = dpop ? 'dpop' : 'bearer';
  if (typeof tokenType === 'string' && tokenType.toLowerCase() === wanted) return wanted;
  // A token that should be bound and does not say so is not: no leniency allows that.
  const mayBeMissing = (tokenType === undefined || tokenType === null) && !dpop;
  if (mayBeMissing && (kind === 'oauth2' || leniency.includes('missing-token-type'))) return null;
  const seen = typeof tokenType === 'string' ? quoteForeign(tokenType) : typeName(tokenType);
  const helps = mayBeMissing ? wouldPassWith('missing-token-type') : '';
  throw refuse('token_request.token_type_unsupported', `token_type: expected ${wanted}, saw ${seen}${helps}`);
}
