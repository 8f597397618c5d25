import { alternativesTo } from '../../claims/comparison-name.js';
import type { ExpectedValues } from '../../claims/expected-values.js';
import { type FieldMapping, fieldMappingSchema, pathsOf, type ValidateMapping } from '../../claims/field-mapping.js';
import { judgeMappings, type SourcedMapping } from '../../claims/judge-mappings.js';
import { readMapped } from '../../claims/mapped-claim.js';
import { likelyDateFormats } from '../../claims/normal-forms/date.js';
import { printMemberPath } from '../../claims/paths/member-path.js';
import { readClaim } from '../../claims/read-claim.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import {
  type SuggestedPreparation,
  suggestPreparations,
  suggestReadingOn,
} from '../../claims/suggestions/preparations.js';
import { typeOfTarget } from '../../claims/target.js';
import type { Verdict } from '../../claims/verdict.js';

/** A change of one member of a mapping with which it would work. */
interface MappingRepair {
  readonly member: 'compare' | 'format' | 'path' | 'prepare';
  readonly remedy: string;
}

/** What a login has shown, and what it was compared with. */
interface RepairContext {
  readonly sources: readonly SourcedClaims[];
  readonly expected: ExpectedValues;
  /** Name of the provider; null: unknown. */
  readonly provider: string | null;
}

/**
 * What would make a mapping accept this claim; null when nothing would. Each comparison and each preparation that it names has
 * been tried on the whole mapping: one that leaves an unverified address unverified is no remedy. Tells how a claim is written,
 * never what it says.
 */
export function repairMapping(sourced: SourcedMapping, verdict: Verdict, context: RepairContext): MappingRepair | null {
  if (verdict.reason === 'path_missing') return repairPath(sourced, context);
  if (!verdict.fails || verdict.result !== 'mismatched') return null;
  const { mapping } = sourced;
  const values = context.expected[mapping.target] ?? [];
  // Of a value that must not come, a comparison that no longer recognises it would be no remedy.
  if (values.some(({ operation }) => operation === 'not-equal')) return null;
  const reading = readMapped(sourced, context.sources);
  if (reading.outcome !== 'found') return null;
  const { value } = reading;
  if (mapping.action === 'update') {
    return (
      repairUpdate(mapping, value) ??
      repairPreparation(sourced, value, context) ??
      nationalNumber(mapping, value) ??
      goOn(sourced, value, context)
    );
  }
  return (
    repairComparison(sourced, value, context) ??
    repairPreparation(sourced, value, context) ??
    readAsDate(sourced, value, context) ??
    goOn(sourced, value, context)
  );
}

function repairUpdate({ target, format: used }: FieldMapping, value: unknown): MappingRepair | null {
  if (typeOfTarget(target) !== 'date') return null;
  const format = likelyDateFormats(value).find((one) => one !== used);
  return format === undefined ? null : { member: 'format', remedy: writtenAs(format) };
}

function repairComparison(sourced: SourcedMapping, value: unknown, context: RepairContext): MappingRepair | null {
  const { mapping } = sourced;
  if (mapping.action !== 'validate' || (context.expected[mapping.target] ?? []).length === 0) return null;
  const works = (changes: Partial<FieldMapping>) => wouldWork(sourced, changes, context);
  const formats = likelyDateFormats(value).filter((format) => format !== mapping.format);
  const format = comparesDates(mapping) ? formats.find((one) => works({ format: one })) : undefined;
  if (format !== undefined) return { member: 'format', remedy: writtenAs(format) };
  if (comparesDates(mapping) || mapping.compare === 'not-equals' || mapping.compare === 'one-of') return null;
  const better = alternativesTo(mapping.compare).find((compare) => works({ compare }));
  return better === undefined ? null : { member: 'compare', remedy: `Set \`compare\` to ${better}: then it matches.` };
}

/** Last, because two values can be one day and something else besides. */
function readAsDate(sourced: SourcedMapping, value: unknown, context: RepairContext): MappingRepair | null {
  const { mapping } = sourced;
  if (mapping.action !== 'validate') return null;
  const formats = likelyDateFormats(value).filter((format) => format !== mapping.format);
  if (comparesDates(mapping)) {
    return formats[0] === undefined ? null : { member: 'format', remedy: writtenAs(formats[0]) };
  }
  if (mapping.compare === 'not-equals' || mapping.compare === 'one-of') return null;
  const dated = formats.find((format) => wouldWork(sourced, { compare: 'date', format }, context));
  if (dated === undefined) return null;
  return { member: 'compare', remedy: `Set \`compare\` to date and \`format\` to ${dated}: then it matches.` };
}

function comparesDates({ compare, target }: ValidateMapping): boolean {
  return compare === 'date' || typeOfTarget(target) === 'date';
}

function repairPreparation(sourced: SourcedMapping, value: unknown, context: RepairContext): MappingRepair | null {
  const expected = (context.expected[sourced.mapping.target] ?? []).map((one) => one.value);
  const helpful = suggestPreparations(sourced.mapping, value, expected).find(({ prepare }) =>
    wouldWork(sourced, { prepare }, context),
  );
  return helpful === undefined ? null : { member: 'prepare', remedy: toPrepare(helpful) };
}

function toPrepare({ prepare, merges }: SuggestedPreparation): string {
  const warning =
    merges === true ? ' Different persons can become equal then: be sure that the rest says nothing.' : '';
  return `Set \`prepare\` to ${JSON.stringify(prepare)}: then it fits.${warning}`;
}

/** Nobody can tell which country a number is of; that it lacks one, everybody can. */
function nationalNumber(mapping: FieldMapping, value: unknown): MappingRepair | null {
  if (mapping.action !== 'update' || typeOfTarget(mapping.target) !== 'phone' || typeof value !== 'string') return null;
  if (!/^\d[\d\s()/.-]{3,30}$/u.test(value.trim()) || mapping.prepare !== undefined) return null;
  const remedy =
    'If the number is written without its country code, set `prepare` to [{"defaultCountry": "…"}] with its country.';
  return { member: 'prepare', remedy };
}

/** The path ends too early: at a list of one, or at an object around the value. */
function goOn(sourced: SourcedMapping, value: unknown, context: RepairContext): MappingRepair | null {
  const [path, ...more] = pathsOf(sourced.mapping);
  if (path?.kind !== 'members' || more.length > 0 || typeof value !== 'object' || value === null) return null;
  const onward = (Array.isArray(value) ? [0] : Object.keys(value).filter((name) => name !== '__proto__')).slice(0, 50);
  // For an update any text would do, so that only the customary name says which is meant.
  const isMeant = (segment: string | number) =>
    sourced.mapping.action === 'validate' || segment === 'value' || (Array.isArray(value) && value.length === 1);
  const longer = onward
    .filter(isMeant)
    .map((segment) => printMemberPath([...path.segments, segment]))
    .find((one) => wouldWork(sourced, { path: one }, context));
  if (longer === undefined) return null;
  return { member: 'path', remedy: `Set \`path\` to ${longer}: the value stands there.` };
}

/** The path goes on where a text stands that is a JSON document. */
function repairPath(sourced: SourcedMapping, { sources }: RepairContext): MappingRepair | null {
  const { source, mapping } = sourced;
  const [path] = pathsOf(mapping);
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const reading = path === undefined ? null : readClaim(path, claims);
  if (reading?.outcome !== 'missing' || reading.metScalar !== 'string') return null;
  const readingOn = suggestReadingOn(mapping, reading.at);
  const changed = readingOn === null ? null : changedMapping(mapping, readingOn);
  if (readingOn === null || changed === null) return null;
  if (readMapped({ source, mapping: changed }, sources).outcome !== 'found') return null;
  const prepare = JSON.stringify(readingOn.prepare);
  const remedy = `The text is a JSON document: set \`path\` to ${readingOn.path ?? ''} and \`prepare\` to ${prepare}.`;
  return { member: 'prepare', remedy };
}

function changedMapping(mapping: FieldMapping, changes: Partial<FieldMapping>): FieldMapping | null {
  return fieldMappingSchema.safeParse({ ...mapping, ...changes }).data ?? null;
}

/** Whether the mapping, so changed, could be saved and would pass. */
function wouldWork(
  { source, mapping }: SourcedMapping,
  changes: Partial<FieldMapping>,
  context: RepairContext,
): boolean {
  const changed = changedMapping(mapping, changes);
  if (changed === null) return false;
  const { verdicts } = judgeMappings({
    sources: context.sources,
    mappings: [{ source, mapping: changed }],
    recipient: { email: '' },
    expected: context.expected,
    provider: context.provider ?? undefined,
  });
  return verdicts.every(({ result }) => result === 'matched' || result === 'updated');
}

const writtenAs = (format: string) => `Set \`format\` to ${format}: the claim reads as a date that is written so.`;
