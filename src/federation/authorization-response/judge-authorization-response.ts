import { timingSafeEqual } from 'node:crypto';
import { quoteForeign, quoteProviderError } from '../../outbound/foreign-text.js';
import { type ExpectedIssuer, isExpectedIssuer } from '../issuer.js';
import { refuse, refuseQuoting } from '../refusal.js';
import { codeOfAuthorizationError } from './authorization-errors.js';

interface AuthorizationResponseExpectation {
  readonly state: string;
  /** Null when no issuer is configured: then the parameter `iss` cannot be judged. */
  readonly issuer: ExpectedIssuer | null;
  /** RFC 9207 §2.4: the provider announces the parameter `iss`, or has sent it before. */
  readonly issuerParameterRequired: boolean;
}

export interface AuthorizationResponse {
  readonly code: string;
  /** The response named its issuer, and it was the right one. */
  readonly namedIssuer: boolean;
}

/** Characters of RFC 6749 Appendix A.11, and a length that no provider comes near. */
const codePattern = /^[\x20-\x7e]{1,8192}$/;

/** Tokens have no business in the browser in the code flow; who puts them there wants them to be used. */
const tokenParameters = ['id_token', 'access_token', 'token'] as const;

/** @throws CountersignError `authorization_response.duplicate_parameter` */
export function requireDistinctParameters(parameters: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of parameters.keys()) {
    if (seen.has(name)) throw refuse('authorization_response.duplicate_parameter', `${quoteForeign(name)} came twice`);
    seen.add(name);
  }
}

/** @throws CountersignError `authorization_response.state_missing` or `authorization_response.state_mismatch` */
export function requireState(parameters: URLSearchParams, expected: string): void {
  const state = parameters.get('state');
  if (state === null || state === '')
    throw refuse('authorization_response.state_missing', 'expected the state of this login');
  const [one, other] = [Buffer.from(state), Buffer.from(expected)];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw refuse('authorization_response.state_mismatch', 'expected the state of this login, saw another');
}

/** RFC 9207 §2.4. */
function requireIssuer(parameters: URLSearchParams, expected: AuthorizationResponseExpectation): boolean {
  const iss = parameters.get('iss');
  if (iss === null) {
    if (!expected.issuerParameterRequired) return false;
    throw refuse('authorization_response.issuer_missing', 'expected the parameter iss, which this provider sends');
  }
  if (expected.issuer === null) return false;
  if (isExpectedIssuer(iss, expected.issuer)) return true;
  const detail = `iss: expected ${quoteForeign(expected.issuer.issuer)}, saw ${quoteForeign(iss)}`;
  throw refuse('authorization_response.issuer_mismatch', detail);
}

/**
 * Judges the parameters that came back in the browser. The order matters: as long as state and issuer are not right,
 * nothing else of the response is anybody's word. Pure.
 * @throws CountersignError of step `authorization_response`
 */
export function judgeAuthorizationResponse(
  parameters: URLSearchParams,
  expected: AuthorizationResponseExpectation,
): AuthorizationResponse {
  requireDistinctParameters(parameters);
  requireState(parameters, expected.state);
  const error = parameters.get('error');
  // Some servers name themselves on success only, though RFC 9207 §2 wants it on errors too. An error gives nobody anything.
  const mayBeUnnamed = error !== null && error !== '';
  const namedIssuer = requireIssuer(
    parameters,
    mayBeUnnamed ? { ...expected, issuerParameterRequired: false } : expected,
  );
  // Some servers send every parameter that they know, empty where it says nothing.
  if (error !== null && error !== '') {
    const { seen, said } = quoteProviderError(error, parameters.get('error_description'), [expected.state]);
    throw refuseQuoting(codeOfAuthorizationError(error), seen, said);
  }
  const token = tokenParameters.find((name) => (parameters.get(name) ?? '') !== '');
  if (token !== undefined) throw refuse('authorization_response.front_channel_token', `saw the parameter ${token}`);
  const code = parameters.get('code');
  if (code === null || code === '') throw refuse('authorization_response.code_missing', 'expected a code');
  if (!codePattern.test(code)) {
    throw refuse('authorization_response.code_invalid', `expected printable ASCII, at most 8192; saw ${code.length}`);
  }
  return { code, namedIssuer };
}
