import { quoteForeign } from '../../outbound/foreign-text.js';
import type { AuthorizationAnswer } from './authorization-answer.js';

/** Errors that only say that a person has to act: everything that we sent was accepted. */
const waitingForPerson: readonly string[] = [
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
  'access_denied',
  'mfa_required',
];

/** The provider has taken the request as it is. */
export function isAccepted(answer: AuthorizationAnswer): boolean {
  if (answer.kind === 'returned') return answer.error === null || waitingForPerson.includes(answer.error);
  if (answer.kind === 'forwarded') return !answer.isError;
  return answer.kind === 'unread' || (answer.kind === 'page' && !answer.isJson);
}

/** It went back to our redirect URI, which a provider does only for a client and a redirect URI that it knows. */
export function isReturned(answer: AuthorizationAnswer | null): boolean {
  return answer?.kind === 'returned';
}

/** The two say the same, whatever was different about the requests. */
export function saysTheSame(one: AuthorizationAnswer, other: AuthorizationAnswer | null): boolean {
  if (one.kind !== other?.kind) return false;
  if (one.kind === 'failed' || one.kind === 'unread') return true;
  if (one.kind === 'returned' && other.kind === 'returned') return one.error === other.error;
  if (one.kind === 'not-pushed' && other.kind === 'not-pushed') return one.code === other.code;
  return 'fingerprint' in one && 'fingerprint' in other && one.fingerprint === other.fingerprint;
}

/** All that an answer says in words, for reading; what a report shows of it is cut. */
export function wordsOf(answer: AuthorizationAnswer): string {
  switch (answer.kind) {
    case 'not-pushed':
      return answer.detail;
    case 'returned':
    case 'forwarded':
      return answer.description ?? '';
    case 'refused':
      return answer.text;
    case 'failed':
    case 'not-asked':
    case 'unread':
    case 'page':
      return '';
  }
}

/** In a few words, for a report. */
export function describeAnswer(answer: AuthorizationAnswer): string {
  switch (answer.kind) {
    case 'failed':
      return `no answer (${answer.failure.detail})`;
    case 'not-asked':
      return 'not asked: diagnoses have used up what they may ask of this provider; try again in a minute';
    case 'unread':
      return 'a page';
    case 'not-pushed':
      return answer.detail;
    case 'returned':
      return answer.error === null
        ? 'the browser is sent back to us with a code'
        : `the browser is sent back to us with error ${answer.error}${quoted(answer.description)}`;
    case 'forwarded':
      return answer.isError
        ? `the browser is sent to an error page: ${answer.to}${named(answer.errors)}${quoted(answer.description)}`
        : `the browser is sent on: ${answer.to}`;
    case 'page':
      return `a ${answer.isJson ? 'JSON document' : 'page'} with status 200${named(answer.errors)}`;
    case 'refused':
      return `status ${answer.status}${answer.isJson ? ' (JSON)' : ''}${named(answer.errors)}`;
  }
}

const named = (errors: readonly string[]) => (errors.length === 0 ? '' : `, saying ${errors.join(', ')}`);

const quoted = (description: string | null) => (description === null ? '' : `: ${quoteForeign(description)}`);
