import { unverifiedDetail, verificationOf } from './companion-flag.js';
import { claimText } from './comparisons/claim-text.js';
import type { UpdateMapping } from './field-mapping.js';
import type { FieldUpdate, FieldUpdates } from './field-updates.js';
import {
  type Judged,
  judgeAbsent,
  judgeMissing,
  type MappedReading,
  readMapped,
  type SourcedMapping,
  surroundingsOf,
  verdictOf,
  withTreatment,
} from './mapped-claim.js';
import type { MismatchReason } from './mismatch-reason.js';
import { normalFormForTarget } from './normal-form.js';
import { likelyDateFormats } from './normal-forms/date.js';
import { type RecipientFields, recipientField } from './recipient-fields.js';
import type { SourcedClaims } from './sourced-claims.js';
import { typeOfTarget, type UpdatableTarget } from './target.js';
import type { Treatment } from './treatment.js';
import type { VerdictReason } from './verdict.js';

type SourcedUpdate = SourcedMapping<UpdateMapping>;

/** What one update mapping comes to: a value in the target's normal form, or a verdict that needs none. */
type Proposed = { readonly value: string } | { readonly value: null; readonly judged: Judged };
type Proposal = Proposed & { readonly sourced: SourcedUpdate; readonly treatment: Treatment };

export interface JudgedUpdates {
  /** In the order of the mappings. */
  readonly judged: readonly Judged[];
  readonly updates: FieldUpdates;
}

/** Judges all update mappings together: they are applied all or none. */
export function judgeUpdates(
  mappings: readonly SourcedUpdate[],
  sources: readonly SourcedClaims[],
  recipient: RecipientFields,
): JudgedUpdates {
  const proposals = refuseConflicts(mappings.map((sourced) => propose(sourced, sources)));
  if (proposals.some((proposal) => proposal.value === null && proposal.judged.verdict.fails)) {
    const detail = 'Not updated, because another update cannot be made';
    return {
      judged: verdictsOn(proposals, ({ sourced }) => skippedUpdate(sourced, 'update_failed', detail)),
      updates: {},
    };
  }
  return {
    judged: verdictsOn(proposals, ({ sourced, value }) => accepted(sourced, value, recipient)),
    updates: updatesOf(proposals, recipient),
  };
}

function verdictsOn(
  proposals: readonly Proposal[],
  judge: (proposal: { readonly sourced: SourcedUpdate; readonly value: string }) => Judged,
): readonly Judged[] {
  return proposals.map((proposal) =>
    withTreatment(proposal.value === null ? proposal.judged : judge(proposal), proposal.treatment),
  );
}

/** The verdict on an update that is not made for a reason outside itself. */
export function skippedUpdate(sourced: SourcedUpdate, reason: VerdictReason, detail: string): Judged {
  return { verdict: verdictOf(sourced, { result: 'skipped', reason, detail, fails: false }), warnings: [] };
}

function propose(sourced: SourcedUpdate, sources: readonly SourcedClaims[]): Proposal {
  const reading = readMapped(sourced, sources);
  return { sourced, treatment: reading.treatment, ...proposeRead(sourced, reading, sources) };
}

function proposeRead(sourced: SourcedUpdate, reading: MappedReading, sources: readonly SourcedClaims[]): Proposed {
  const { mapping } = sourced;
  if (reading.outcome === 'missing' || reading.outcome === 'source_missing') {
    return { value: null, judged: judgeAbsent(sourced, reading) };
  }
  if (reading.outcome === 'unusable') return refuse(sourced, reading.reason, reading.detail);
  if (reading.outcome === 'ambiguous') {
    return refuse(sourced, 'ambiguous', `The path finds ${reading.count} values; one was expected`);
  }
  const isEpoch = typeof reading.value === 'number' && (mapping.format?.startsWith('epoch-') ?? false);
  const read = claimText(isEpoch ? String(reading.value) : reading.value);
  if (!read.ok) {
    const { reason, detail } = read.outcome;
    if (reason !== 'null_value' && reason !== 'empty_value') return refuse(sourced, reason, detail);
    return { value: null, judged: judgeMissing(sourced, reason, `${detail}, which counts as not returned`) };
  }
  const result = normalFormForTarget(mapping.target, read.text, mapping.format);
  if (result.ok) return proposeVerified(sourced, result.value, sources);
  const formats = typeOfTarget(mapping.target) === 'date' ? likelyDateFormats(reading.value) : [];
  const likely = formats.find((format) => format !== mapping.format);
  const hint = likely === undefined ? '' : `; it reads as a date written as ${likely} (set format)`;
  return refuse(sourced, 'invalid_value', `The claim ${result.problem}${hint}`);
}

/** A telephone number that somebody else may have entered is not written: one-time passwords go to it. */
function proposeVerified(sourced: SourcedUpdate, value: string, sources: readonly SourcedClaims[]): Proposed {
  if (typeOfTarget(sourced.mapping.target) !== 'phone') return { value };
  const { holders, documents } = surroundingsOf(sourced, sources);
  const verification = verificationOf('phone', holders, documents, value);
  return verification.says === 'unverified'
    ? refuse(sourced, 'phone_unverified', unverifiedDetail('phone', verification.flag))
    : { value };
}

function refuse(sourced: SourcedUpdate, reason: MismatchReason, detail: string): Proposed {
  const verdict = verdictOf(sourced, { result: 'mismatched', reason, detail, fails: true });
  return { value: null, judged: { verdict, warnings: [] } };
}

/** Mappings that give one target different values are all refused: there is no telling which of them is right. */
function refuseConflicts(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.map((proposal) => {
    if (proposal.value === null) return proposal;
    const { target } = proposal.sourced.mapping;
    const disagrees = proposals.some(
      ({ sourced, value }) => sourced.mapping.target === target && value !== null && value !== proposal.value,
    );
    const detail = `Another update mapping gives ${target} another value`;
    return disagrees ? { ...proposal, ...refuse(proposal.sourced, 'conflicting_updates', detail) } : proposal;
  });
}

function accepted(sourced: SourcedUpdate, value: string, recipient: RecipientFields): Judged {
  const unchanged = recipientField(recipient, sourced.mapping.target) === value;
  const verdict = verdictOf(sourced, {
    result: unchanged ? 'unchanged' : 'updated',
    detail: unchanged ? 'The field has this value already' : 'The field takes the value of the claim',
    fails: false,
  });
  return { verdict, warnings: [] };
}

function updatesOf(proposals: readonly Proposal[], recipient: RecipientFields): FieldUpdates {
  const values = new Map<UpdatableTarget, string>();
  for (const { sourced, value } of proposals) if (value !== null) values.set(sourced.mapping.target, value);
  const lastName = proposals.find(
    ({ sourced, value }) =>
      value !== null && sourced.source === 'id_token' && sourced.mapping.target === 'recipient.lastName',
  );
  // A last name from an ID token is the certificate holder's too, unless a mapping gives that one itself.
  if (lastName?.value != null && !values.has('certificate.holderLastName')) {
    values.set('certificate.holderLastName', lastName.value);
  }
  const updates: Partial<Record<UpdatableTarget, FieldUpdate>> = {};
  for (const [target, after] of values) {
    const before = recipientField(recipient, target);
    if (before !== after) updates[target] = { before, after };
  }
  return updates;
}
