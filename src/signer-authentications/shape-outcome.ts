import type { Attempt } from '../attempts/attempt.js';
import type { RecordedEvent } from '../audit/recording.js';
import { effectiveRecipient } from '../claims/effective-recipient.js';
import type { RecipientFields } from '../claims/recipient-fields.js';
import type { Judgement, Verdict } from '../claims/verdict.js';
import { catalogueEntry, type ErrorCode, stepOf } from '../errors/catalogue.js';
import type { CompletedTrip } from '../federation/trip.js';
import type { Outcome, OutcomeFailure } from './outcome.js';

interface OutcomeParts {
  /** null when no login ended it. */
  readonly attempt: Attempt | null;
  readonly trip: CompletedTrip | null;
  readonly judgement: Judgement | null;
  /** After updates; null when not known. */
  readonly recipient: RecipientFields | null;
  readonly propagatedTo: readonly string[];
  readonly failure: { readonly code: ErrorCode; readonly detail: string } | null;
  readonly recorded: RecordedEvent | null;
}

function failureOf({ code, detail }: { readonly code: ErrorCode; readonly detail: string }): OutcomeFailure {
  const entry = catalogueEntry(code);
  return { code, step: stepOf(code), detail: detail === '' ? entry.title : detail, remedy: entry.remedy };
}

function shapeVerdict({ fails: _fails, paths, read, prepared, ...verdict }: Verdict): Outcome['verdicts'][number] {
  return {
    ...verdict,
    ...(paths === undefined ? {} : { paths: [...paths] }),
    ...(read === undefined ? {} : { read: [...read] }),
    ...(prepared === undefined ? {} : { prepared: prepared.map((step) => ({ ...step })) }),
  };
}

/** Shapes what a signer authentication ended with. Pure. */
export function shapeOutcome(parts: OutcomeParts): Outcome {
  const { attempt, trip, judgement, recipient, failure, recorded } = parts;
  return {
    provider: attempt?.providerName ?? null,
    revision: attempt?.providerRevision ?? null,
    subject: trip?.subject ?? null,
    acr: trip?.acr ?? null,
    amr: [...(trip?.amr ?? [])],
    authTime: trip?.authTime?.toISOString() ?? null,
    verdicts: (judgement?.verdicts ?? []).map(shapeVerdict),
    updates: Object.fromEntries(Object.entries(judgement?.updates ?? {})),
    effective:
      recipient === null
        ? { otpPhoneNumber: null, certificatePhoneNumber: null }
        : { ...effectiveRecipient(recipient) },
    propagatedTo: [...parts.propagatedTo],
    ...(failure === null ? {} : { failure: failureOf(failure) }),
    audit: recorded === null ? null : { sequence: recorded.sequence, leafHash: recorded.leafHash },
  };
}
