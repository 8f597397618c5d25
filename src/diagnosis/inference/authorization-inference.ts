import { isAboutNothing } from '../observed/about-nothing.js';
import { type AuthorizationAnswer } from '../observed/authorization-answer.js';
import { isAccepted, isReturned, saysTheSame, wordsOf } from '../observed/compare-answers.js';
import type { AuthorizationSeen } from '../probes/authorization.probe.js';
import type { RequestVariant } from '../probes/authorization-variants.js';

/** What the answers of an authorization endpoint, compared with each other, mean. */
export type AuthorizationInference =
  | { readonly means: 'no-answer' }
  /** Nothing could be sent: our own key is missing or unusable. */
  | { readonly means: 'not-sent' }
  /** Diagnoses have used up what they may ask. */
  | { readonly means: 'not-asked' }
  /** Client and redirect URI are known there, and the request is accepted. */
  | { readonly means: 'accepted' }
  /** It shows the same to an invented client: nothing can be told before somebody logs in. */
  | { readonly means: 'silent' }
  /** It answers like to an invented client. */
  | { readonly means: 'client-unknown' }
  /** It answers like to an invented redirect URI. */
  | { readonly means: 'redirect-uri-unknown' }
  /** It refuses everything alike: client id or redirect URI, it does not say which. */
  | { readonly means: 'refuses-alike' }
  /** Something else is at that address. */
  | { readonly means: 'other-endpoint' }
  | { readonly means: 'failing' }
  /** Client and redirect URI pass, the rest of the request does not; `variant` would. */
  | { readonly means: 'request-refused'; readonly variant: RequestVariant | null }
  /** What answers to the pushed request is no endpoint for it. */
  | { readonly means: 'push-to-other-endpoint' }
  /** The client authentication of the pushed request is refused. */
  | { readonly means: 'push-refuses-client' };

/** What only a person's absence keeps from working, or the lack of any page. */
const absent: readonly number[] = [404, 405, 410, 501];
const clientErrors: readonly string[] = ['invalid_client', 'unauthorized_client', 'invalid_client_id'];
const redirectErrors: readonly string[] = ['redirect_uri_mismatch', 'invalid_redirect_uri'];
const tokenEndpointErrors: readonly string[] = ['unsupported_grant_type', 'invalid_grant'];

const says = (answer: AuthorizationAnswer, names: readonly string[]) =>
  'errors' in answer && answer.errors.some((error) => names.includes(error));

/** Compares the answers to the request, to an invented client and to an invented redirect URI. Pure. */
export function inferFromAuthorization(seen: AuthorizationSeen): AuthorizationInference {
  const { asked, withForeignClientId, withForeignRedirectUri, withoutPrompt } = seen;
  if (asked.kind === 'failed') return { means: 'no-answer' };
  if (asked.kind === 'not-asked') return { means: 'not-asked' };
  if (asked.kind === 'not-pushed') return inferFromPush(seen, asked);
  if (asked.kind === 'returned') {
    if (!isAccepted(asked)) return { means: 'request-refused', variant: acceptedVariant(seen) };
    return { means: saysTheSame(asked, withForeignClientId) ? 'silent' : 'accepted' };
  }
  if (asked.kind === 'page' && asked.isJson) return { means: 'other-endpoint' };
  if (asked.kind === 'forwarded' && asked.isError && /redirect.?ur[il]/i.test(wordsOf(asked)))
    return { means: 'redirect-uri-unknown' };
  const likeForeignClient = saysTheSame(asked, withForeignClientId);
  const likeForeignRedirectUri = saysTheSame(asked, withForeignRedirectUri);
  if (isAccepted(asked)) {
    if (likeForeignRedirectUri && says(asked, redirectErrors)) return { means: 'redirect-uri-unknown' };
    if (likeForeignClient && says(asked, clientErrors)) return { means: 'client-unknown' };
    if (isReturned(withoutPrompt) || !likeForeignClient) return { means: 'accepted' };
    if (asked.kind === 'page' && !asked.leadsOn) return { means: 'other-endpoint' };
    return { means: 'silent' };
  }
  const variant = acceptedVariant(seen);
  if (variant !== null) return { means: 'request-refused', variant };
  if (isReturned(withoutPrompt)) return { means: 'request-refused', variant: null };
  if (likeForeignClient && !likeForeignRedirectUri) return { means: 'client-unknown' };
  if (likeForeignRedirectUri && withForeignClientId !== null && !likeForeignClient)
    return { means: 'redirect-uri-unknown' };
  return inferFromRefusal(asked, likeForeignRedirectUri);
}

function inferFromRefusal(asked: AuthorizationAnswer, refusesAlike: boolean): AuthorizationInference {
  if (asked.kind === 'refused') {
    if (absent.includes(asked.status)) return { means: 'other-endpoint' };
    if (isAboutNothing(asked.status)) return { means: 'failing' };
  }
  if (says(asked, redirectErrors)) return { means: 'redirect-uri-unknown' };
  if (says(asked, tokenEndpointErrors)) return { means: 'other-endpoint' };
  // An authorization endpoint speaks to people. One that speaks JSON to them at least does not ask who calls (401).
  if (asked.kind === 'refused' && asked.isJson && (asked.status === 401 || !says(asked, clientErrors))) {
    return { means: 'other-endpoint' };
  }
  if (says(asked, clientErrors)) return { means: 'client-unknown' };
  return refusesAlike ? { means: 'refuses-alike' } : { means: 'request-refused', variant: null };
}

function inferFromPush(
  seen: AuthorizationSeen,
  { code, status }: Extract<AuthorizationAnswer, { kind: 'not-pushed' }>,
): AuthorizationInference {
  if (/credential_(missing|unusable)$/.test(code)) return { means: 'not-sent' };
  const variant = acceptedVariant(seen);
  if (isAboutNothing(status)) return variant === null ? { means: 'failing' } : { means: 'request-refused', variant };
  if (code === 'pushed_authorization.invalid_client') return { means: 'push-refuses-client' };
  if (['http_error', 'redirect', 'not_json'].some((reason) => code === `pushed_authorization.${reason}`)) {
    return { means: 'push-to-other-endpoint' };
  }
  if (variant !== null) return { means: 'request-refused', variant };
  if (saysTheSame(seen.asked, seen.withForeignRedirectUri) && code === 'pushed_authorization.refused') {
    return { means: 'redirect-uri-unknown' };
  }
  return { means: 'request-refused', variant: null };
}

/** The first change that makes the provider accept the request. */
function acceptedVariant({ variants, asked }: AuthorizationSeen): RequestVariant | null {
  const found = variants.find(({ answer }) => isAccepted(answer) && !saysTheSame(answer, asked));
  return found?.variant ?? null;
}
