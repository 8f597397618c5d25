import { readUrl } from '../../config/read-url.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { OutboundFailure } from '../../outbound/outbound-failure.js';
import { literalPattern } from './literal-pattern.js';
import { visibleText } from './visible-text.js';

/** What an authorization endpoint does with a request of ours, as a browser would see it without following anything. */
export type AuthorizationAnswer =
  /** It could not be asked. */
  | {
      readonly kind: 'failed';
      readonly failure: OutboundFailure;
      /** Where the pushed authorization request went, if it was that. */
      readonly at: 'authorization' | 'pushed_authorization';
    }
  /** It was to be pushed, and diagnoses have used up what they may ask. */
  | { readonly kind: 'not-asked' }
  /** Something answers that is too large or too odd to be read, as pages for people may be. */
  | { readonly kind: 'unread' }
  /** The pushed authorization request, or the request object, was refused before. */
  | {
      readonly kind: 'not-pushed';
      readonly code: ErrorCode;
      readonly detail: string;
      /** null: nothing was answered. */
      readonly status: number | null;
    }
  /** The browser is sent back to our redirect URI: client and redirect URI are known there. */
  | {
      readonly kind: 'returned';
      readonly error: string | null;
      readonly description: string | null;
      readonly issuer: string | null;
    }
  /** The browser is sent on, to a login page as a rule. */
  | {
      readonly kind: 'forwarded';
      readonly to: string;
      readonly isError: boolean;
      readonly errors: readonly string[];
      /** What the address of an error page says in its query; null where it says nothing. */
      readonly description: string | null;
      readonly fingerprint: string;
    }
  /** A page, a login page as a rule. */
  | {
      readonly kind: 'page';
      readonly isJson: boolean;
      /** Something on it can take a person further: a form, a script, or what we sent. */
      readonly leadsOn: boolean;
      readonly errors: readonly string[];
      /** What stands on it for people, cut. */
      readonly text: string;
      readonly fingerprint: string;
    }
  /** An HTTP error. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly isJson: boolean;
      readonly errors: readonly string[];
      /** What stands on it for people, cut. */
      readonly text: string;
      readonly fingerprint: string;
    };

/** Names of errors that providers show, also outside of the parameter `error` (RFC 6749 §4.1.2.1 and well-known servers). */
const errorNames =
  /\b(?:invalid_client|unauthorized_client|invalid_client_id|redirect_uri_mismatch|invalid_redirect_uri|invalid_scope|invalid_request|unsupported_response_type|unsupported_response_mode|unsupported_grant_type|invalid_grant|invalid_target)\b/g;

interface AskedWith {
  readonly redirectUri: string;
  /** Every value that the request carried, so that pages which repeat them can be compared. */
  readonly values: readonly string[];
}

/** Reads what came. Pure. */
export function readAuthorizationAnswer(answer: OutboundAnswer, asked: AskedWith, url: string): AuthorizationAnswer {
  const { status, headers, mediaType, body } = answer;
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) return readRedirect(location, asked, url);
  const text = visibleText(body, asked.values);
  const errors = [...new Set(text.match(errorNames) ?? [])];
  const isJson = mediaType === 'application/json' || mediaType?.endsWith('+json') === true;
  const fingerprint = `${status} ${mediaType ?? ''} ${text}`;
  if (status >= 300) return { kind: 'refused', status, isJson, errors, text, fingerprint };
  const page = { kind: 'page', isJson, leadsOn: leadsOn(body, asked), errors, text, fingerprint } as const;
  return readPostedForm(body, asked) ?? page;
}

function readRedirect(location: string, asked: AskedWith, url: string): AuthorizationAnswer {
  const target = readUrl(location, url);
  if (target === null) return { kind: 'refused', status: 302, isJson: false, errors: [], text: '', fingerprint: '' };
  const to = `${target.origin}${target.pathname}`;
  const query = new URLSearchParams([...target.searchParams, ...new URLSearchParams(target.hash.slice(1))]);
  if (isSameAddress(target, asked.redirectUri)) return returned(query);
  const isError =
    ['error', 'authError', 'error_code', 'err'].some((name) => query.has(name)) || /error/i.test(target.pathname);
  const description = isError ? (query.get('error_description') ?? query.get('message')) : null;
  const told = isError ? `${query.get('error') ?? ''} ${description ?? ''}` : '';
  const errors = [...new Set(told.match(errorNames) ?? [])];
  const names = [...query.keys()].join(' ');
  const fingerprint = visibleText(new TextEncoder().encode(`${to} ${names} ${told}`), asked.values);
  return { kind: 'forwarded', to, isError, errors, description, fingerprint };
}

function isSameAddress(target: URL, redirectUri: string): boolean {
  const own = new URL(redirectUri);
  return target.origin === own.origin && target.pathname === own.pathname;
}

function returned(parameters: URLSearchParams): AuthorizationAnswer {
  return {
    kind: 'returned',
    error: parameters.get('error'),
    description: parameters.get('error_description'),
    issuer: parameters.get('iss'),
  };
}

/** A page without a form and a script can only go on with links, which carry what was sent. */
function leadsOn(body: Uint8Array, { values }: AskedWith): boolean {
  const html = new TextDecoder().decode(body);
  return (
    /<(form|input|button|script|frame|iframe)\b|http-equiv=["']?refresh/i.test(html) ||
    values.some((value) => html.includes(value))
  );
}

/** OAuth 2.0 Form Post Response Mode §2: a page that posts the answer to us at once. */
function readPostedForm(body: Uint8Array, { redirectUri }: AskedWith): AuthorizationAnswer | null {
  const html = new TextDecoder().decode(body).replaceAll('&amp;', '&').replaceAll('&#x2F;', '/');
  if (!new RegExp(`action=["']?${literalPattern(redirectUri)}`, 'i').test(html)) return null;
  const parameters = new URLSearchParams();
  for (const [input] of html.matchAll(/<input\b[^<>]*>/gi)) {
    const name = /\bname=["']([^"']*)["']/i.exec(input)?.[1];
    const value = /\bvalue=["']([^"']*)["']/i.exec(input)?.[1];
    if (name !== undefined && value !== undefined) parameters.set(name, value);
  }
  return returned(parameters);
}
