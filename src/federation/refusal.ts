import { CredentialFault } from '../credentials/credential-fault.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import { outboundFailureIn } from '../outbound/outbound-failure.js';
import type { TripStep } from './trip.js';

/** The steps of a trip that call out. */
type CallingStep = Extract<TripStep, 'discovery' | 'pushed_authorization' | 'token_request' | 'jwks' | 'resource'>;

const callingSteps: readonly string[] = [
  'discovery',
  'pushed_authorization',
  'token_request',
  'jwks',
  'resource',
] satisfies CallingStep[];

function callsOut(step: TripStep): step is CallingStep {
  return callingSteps.includes(step);
}

/** The steps that need credentials of ours. */
type AuthenticatedStep = Extract<TripStep, 'authorization_request' | 'pushed_authorization' | 'token_request'>;

const authenticatedSteps: readonly string[] = [
  'authorization_request',
  'pushed_authorization',
  'token_request',
] satisfies AuthenticatedStep[];

function needsCredentials(step: TripStep): step is AuthenticatedStep {
  return authenticatedSteps.includes(step);
}

/**
 * Refuses what a provider did.
 * @param detail What was seen and what was expected; never a token, code, secret or claim value.
 */
export function refuse(code: ErrorCode, detail: string, cause?: unknown): CountersignError {
  return new CountersignError(code, cause === undefined ? { detail } : { detail, cause });
}

/**
 * Refuses what a provider explained in words of its own, which may name the person who logged in.
 * @param seen What was seen, without these words
 * @param said The words, quoted; null when there are none
 */
export function refuseQuoting(code: ErrorCode, seen: string, said: string | null): CountersignError {
  return said === null ? refuse(code, seen) : new CountersignError(code, { quoted: { seen, said } });
}

/**
 * The one place where a call without an answer, or a credential that is wanting, becomes a code, `step.reason`. Anything else
 * is passed on as it is.
 */
export function translated(step: TripStep, error: unknown): unknown {
  if (error instanceof CredentialFault && needsCredentials(step)) {
    return refuse(`${step}.${error.reason}`, error.detail, error.cause);
  }
  if (error instanceof CountersignError || !callsOut(step)) return error;
  const failure = outboundFailureIn(error);
  return failure === null ? error : refuse(`${step}.${failure.reason}`, failure.detail, failure);
}
