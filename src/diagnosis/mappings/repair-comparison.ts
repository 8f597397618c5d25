import { alternativesTo } from '../../claims/comparison-name.js';
import type { ExpectedValues } from '../../claims/expected-values.js';
import { type FieldMapping, fieldMappingSchema } from '../../claims/field-mapping.js';
import { judgeMappings, type SourcedMapping } from '../../claims/judge-mappings.js';
import { likelyDateFormats } from '../../claims/normal-forms/date.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { typeOfTarget } from '../../claims/target.js';

/** A change of one member of a mapping with which it would work. */
export interface MappingRepair {
  readonly member: 'compare' | 'format';
  readonly remedy: string;
}

/** What a login has shown, and what it was compared with. */
export interface RepairContext {
  readonly sources: readonly SourcedClaims[];
  readonly expected: ExpectedValues;
  /** Name of the provider; null: unknown. */
  readonly provider: string | null;
}

/**
 * What would make a mapping accept this claim; null when nothing would. Each comparison that it names has been tried on the
 * whole mapping: one that leaves an unverified address unverified is no remedy. Tells how a claim is written, never what it
 * says.
 */
export function repairMapping(sourced: SourcedMapping, claim: unknown, context: RepairContext): MappingRepair | null {
  const { mapping } = sourced;
  const formats = likelyDateFormats(claim).filter((format) => format !== mapping.format);
  if (mapping.action === 'update') {
    const [format] = typeOfTarget(mapping.target) === 'date' ? formats : [];
    return format === undefined ? null : { member: 'format', remedy: writtenAs(format) };
  }
  const values = context.expected[mapping.target] ?? [];
  // Of a value that must not come, a comparison that no longer recognises it would be no remedy.
  if (values.length === 0 || values.some(({ operation }) => operation === 'not-equal')) return null;
  const works = (changes: Partial<FieldMapping>) => wouldWork(sourced, changes, context);
  const isDate = mapping.compare === 'date' || typeOfTarget(mapping.target) === 'date';
  const format = isDate ? (formats.find((one) => works({ format: one })) ?? formats[0]) : undefined;
  if (format !== undefined) return { member: 'format', remedy: writtenAs(format) };
  if (mapping.compare === 'not-equals' || mapping.compare === 'one-of') return null;
  const better = alternativesTo(mapping.compare).find((compare) => works({ compare }));
  if (better !== undefined) return { member: 'compare', remedy: `Set \`compare\` to ${better}: then it matches.` };
  const dated = formats.find((one) => works({ compare: 'date', format: one }));
  if (dated === undefined) return null;
  return { member: 'compare', remedy: `Set \`compare\` to date and \`format\` to ${dated}: then it matches.` };
}

/** Whether the mapping, so changed, could be saved and would pass. */
function wouldWork(
  { source, mapping }: SourcedMapping,
  changes: Partial<FieldMapping>,
  { sources, expected, provider }: RepairContext,
): boolean {
  const changed = fieldMappingSchema.safeParse({ ...mapping, ...changes });
  if (!changed.success) return false;
  const { verdicts } = judgeMappings({
    sources,
    mappings: [{ source, mapping: changed.data }],
    recipient: { email: '' },
    expected,
    provider: provider ?? undefined,
  });
  return verdicts.every(({ result }) => result === 'matched' || result === 'updated');
}

const writtenAs = (format: string) => `Set \`format\` to ${format}: the claim reads as a date that is written so.`;
