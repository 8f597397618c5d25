import { cameByReference } from './by-reference.js';
import { type FieldMapping, pathOf } from './field-mapping.js';
import { holdersOf } from './holders.js';
import { type ClaimReading, readClaim } from './read-claim.js';
import type { ClaimsSource, SourcedClaims } from './sourced-claims.js';
import type { ClaimsWarning, Verdict } from './verdict.js';

/** A field mapping with the source whose claims it reads. */
export interface SourcedMapping<Mapping extends FieldMapping = FieldMapping> {
  readonly source: ClaimsSource;
  readonly mapping: Mapping;
}

/** A verdict, and what it warns of. */
export interface Judged {
  readonly verdict: Verdict;
  readonly warnings: readonly ClaimsWarning[];
}

/** What a mapping finds in its own source; `source_missing` when that source was not fetched. */
export function readMapped(
  { source, mapping }: SourcedMapping,
  sources: readonly SourcedClaims[],
): ClaimReading | { readonly outcome: 'source_missing' } {
  const sourced = sources.find((candidate) => candidate.source === source);
  return sourced === undefined ? { outcome: 'source_missing' } : readClaim(pathOf(mapping), sourced.claims);
}

/** The objects that hold what a mapping reads. */
export function holdersOfMapped(
  { source, mapping }: SourcedMapping,
  sources: readonly SourcedClaims[],
): readonly unknown[] {
  return holdersOf(pathOf(mapping), claimsOf(source, sources));
}

function claimsOf(source: ClaimsSource, sources: readonly SourcedClaims[]): unknown {
  return sources.find((candidate) => candidate.source === source)?.claims;
}

type VerdictResultMembers = Omit<Verdict, 'source' | 'path' | 'action' | 'target' | 'compare'>;

export function verdictOf({ source, mapping }: SourcedMapping, members: VerdictResultMembers): Verdict {
  return {
    source,
    path: mapping.path,
    action: mapping.action,
    target: mapping.target,
    ...(mapping.action === 'validate' ? { compare: mapping.compare } : {}),
    ...members,
  };
}

/** Why there is nothing to judge. null and empty text count as absent where an update would write them. */
type AbsenceReason = 'path_missing' | 'source_missing' | 'no_expected_value' | 'null_value' | 'empty_value';

/** What is absent, and what the mapping's `whenMissing` makes of it. */
export function judgeMissing(sourced: SourcedMapping, reason: AbsenceReason, seen: string): Judged {
  const { source, mapping } = sourced;
  const detail = `${seen} (whenMissing: ${mapping.whenMissing})`;
  const verdict = verdictOf(sourced, {
    result: mapping.whenMissing === 'skip' ? 'skipped' : 'missing',
    reason,
    detail,
    fails: mapping.whenMissing === 'fail',
  });
  if (mapping.whenMissing !== 'warn') return { verdict, warnings: [] };
  const code = reason === 'no_expected_value' ? 'expected_value_missing' : 'claim_missing';
  return { verdict, warnings: [{ code, source, path: mapping.path, target: mapping.target, detail }] };
}

/** The verdict on a reading that has no value to go on with. */
export function judgeAbsent(
  sourced: SourcedMapping,
  reading: Extract<ClaimReading, { outcome: 'missing' }> | { readonly outcome: 'source_missing' },
  sources: readonly SourcedClaims[],
): Judged {
  const { source, mapping } = sourced;
  if (reading.outcome === 'source_missing') {
    return judgeMissing(sourced, 'source_missing', `There are no claims from ${source}`);
  }
  if (cameByReference(pathOf(mapping), claimsOf(source, sources))) {
    const seen =
      'The claim came by reference (_claim_names, OpenID Connect Core §5.6.2): its value stands elsewhere and is not fetched';
    return judgeMissing(sourced, 'path_missing', seen);
  }
  const why =
    reading.metScalar === undefined
      ? ''
      : `, because a value of type ${reading.metScalar} stands where the path goes on`;
  return judgeMissing(sourced, 'path_missing', `The path finds nothing at its segment ${reading.at + 1}${why}`);
}
