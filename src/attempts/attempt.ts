import type { ErrorCode } from '../errors/catalogue.js';
import type { QuotedDetail } from '../errors/countersign-error.js';
import type { StepRecord } from '../federation/trip.js';

/** Whom a trip is for. */
export type AttemptPurpose = 'signer_authentication' | 'test_login' | 'user_login' | 'account_binding';

/** `open → exchanging → succeeded | failed | abandoned`; nothing else. */
export type AttemptStatus = 'open' | 'exchanging' | 'succeeded' | 'failed' | 'abandoned';

/** One trip to one provider: one authorization request and one callback. */
export interface Attempt {
  readonly id: string;
  readonly tenantId: string;
  readonly purpose: AttemptPurpose;
  /** The signer authentication, test login, login of a person or invitation that it belongs to. */
  readonly ownerId: string;
  /** The envelope's stream in the trail; null when the trip is not about an envelope. */
  readonly envelopeId: string | null;
  /** Data key that personal evidence of this trip is sealed under; null with no recipient. */
  readonly dataKeyId: string | null;
  readonly providerId: string;
  readonly providerName: string;
  readonly providerRevision: number;
  readonly metadataHash: string;
  readonly status: AttemptStatus;
  readonly failure: AttemptFailure | null;
  readonly startedAt: Date;
  readonly deadlineAt: Date;
  readonly consumedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface AttemptFailure {
  readonly code: ErrorCode;
  readonly detail: string;
  /** The two parts of `detail` when it ends in the provider's own words, as long as the login is being recorded. */
  readonly quoted?: QuotedDetail | undefined;
}

/** How an attempt ends that was exchanged. */
export interface AttemptEnd {
  readonly status: 'succeeded' | 'failed' | 'abandoned';
  /** Why it failed; null otherwise. */
  readonly failure: AttemptFailure | null;
  /** null: nothing may be reported. */
  readonly report: AttemptReport | null;
}

/** What an attempt leaves behind for admins: every step with times and verdicts, claim names and types, never values. */
export interface AttemptReport {
  readonly steps: readonly StepRecord[];
  /** Claim names and types per source, as `claims/claim-tree.ts` writes them. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly verdicts: readonly unknown[];
  /** What it says about the provider's settings, as the owner's report writes them. */
  readonly checks: readonly unknown[];
}

/** How long a browser may stay at the provider, in seconds. */
export const OPEN_SECONDS = 900;

/** How long a consumed attempt may take until it is given up: the callback's 20 s and room for the commit, in seconds. */
const EXCHANGING_SECONDS = 30;

/** The whole callback, in milliseconds. */
export const CALLBACK_TIMEOUT = 20_000;

export function openDeadline(startedAt: Date, ownerExpiresAt: Date): Date {
  return new Date(Math.min(startedAt.getTime() + OPEN_SECONDS * 1000, ownerExpiresAt.getTime()));
}

/** Whether its callback has come and is still worked on. */
export function isExchanging({ status, deadlineAt }: Pick<Attempt, 'status' | 'deadlineAt'>, now: Date): boolean {
  return status === 'exchanging' && deadlineAt > now;
}

export function exchangingDeadline(consumedAt: Date): Date {
  return new Date(consumedAt.getTime() + EXCHANGING_SECONDS * 1000);
}
