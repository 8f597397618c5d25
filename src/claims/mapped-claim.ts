import { cameByReference } from './by-reference.js';
import { type FieldMapping, pathsOf, pathText } from './field-mapping.js';
import { holdersOf } from './holders.js';
import { documentInText, type MappedReading, readPaths } from './mapped-reading.js';
import type { ClaimsSource, SourcedClaims } from './sourced-claims.js';
import type { Treatment } from './treatment.js';
import type { ClaimsWarning, Verdict } from './verdict.js';

export type { MappedReading } from './mapped-reading.js';

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

/** What a mapping finds in its own source, prepared; `source_missing` when that source was not fetched. */
export function readMapped({ source, mapping }: SourcedMapping, sources: readonly SourcedClaims[]): MappedReading {
  const sourced = sources.find((candidate) => candidate.source === source);
  if (sourced === undefined) {
    return { outcome: 'source_missing', detail: `There are no claims from ${source}`, treatment: {} };
  }
  const reading = readPaths(mapping, sourced.claims);
  if (reading.outcome !== 'missing') return reading;
  return pathsOf(mapping).some((path) => cameByReference(path, sourced.claims))
    ? { ...reading, detail: byReference }
    : reading;
}

const byReference =
  'The claim came by reference (_claim_names, OpenID Connect Core §5.6.2): its value stands elsewhere and is not fetched';

/** What stands around the value that a mapping reads. */
interface Surroundings {
  /** The objects that hold it. */
  readonly holders: readonly unknown[];
  /** Every document that may say something about it: of all sources, and the one in whose text it stands. */
  readonly documents: readonly SourcedClaims[];
}

export function surroundingsOf({ source, mapping }: SourcedMapping, sources: readonly SourcedClaims[]): Surroundings {
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const holders = pathsOf(mapping).flatMap((path) => holdersOf(path, claims));
  const inText = documentInText(mapping, claims);
  if (inText === null) return { holders, documents: sources };
  const { path, document } = inText;
  return {
    holders: path === null ? holders : [...holders, ...holdersOf(path, document)],
    documents: [...sources, { source, claims: document }],
  };
}

type VerdictResultMembers = Omit<
  Verdict,
  'source' | 'path' | 'paths' | 'action' | 'target' | 'compare' | keyof Treatment
>;

export function verdictOf({ source, mapping }: SourcedMapping, members: VerdictResultMembers): Verdict {
  return {
    source,
    path: pathText(mapping),
    ...(mapping.paths === undefined ? {} : { paths: mapping.paths }),
    action: mapping.action,
    target: mapping.target,
    ...(mapping.action === 'validate' ? { compare: mapping.compare } : {}),
    ...members,
  };
}

/** Says in the verdict how the value that it judges came about. */
export function withTreatment({ verdict, warnings }: Judged, treatment: Treatment): Judged {
  return { verdict: { ...verdict, ...treatment }, warnings };
}

/** Why there is nothing to judge. null and empty text count as absent where an update would write them. */
type AbsenceReason =
  | 'path_missing'
  | 'source_missing'
  | 'no_expected_value'
  | 'missing_expected'
  | 'null_value'
  | 'empty_value';

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
  const isExpected = reason === 'no_expected_value' || reason === 'missing_expected';
  const code = isExpected ? 'expected_value_missing' : 'claim_missing';
  return { verdict, warnings: [{ code, source, path: verdict.path, target: mapping.target, detail }] };
}

/** The verdict on a reading that has no value to go on with. */
export function judgeAbsent(
  sourced: SourcedMapping,
  { outcome, detail }: Extract<MappedReading, { outcome: 'missing' | 'source_missing' }>,
): Judged {
  return judgeMissing(sourced, outcome === 'missing' ? 'path_missing' : outcome, detail);
}
