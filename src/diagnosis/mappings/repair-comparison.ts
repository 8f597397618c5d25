import { compare } from '../../claims/comparison.js';
import { alternativesTo } from '../../claims/comparison-name.js';
import type { ExpectedValues } from '../../claims/expected-values.js';
import type { FieldMapping, ValidateMapping } from '../../claims/field-mapping.js';
import { faultsOfComparison } from '../../claims/mapping-faults.js';
import { likelyDateFormats } from '../../claims/normal-forms/date.js';
import { typeOfTarget } from '../../claims/target.js';

/** A change of one member of a mapping with which it would work. */
export interface MappingRepair {
  readonly member: 'compare' | 'format';
  readonly remedy: string;
}

/** What would make a mapping accept this claim; null when nothing would. Tells how a claim is written, never what it says. */
export function repairMapping(mapping: FieldMapping, claim: unknown, expected: ExpectedValues): MappingRepair | null {
  const formats = likelyDateFormats(claim).filter((format) => format !== mapping.format);
  if (mapping.action === 'update') {
    const [format] = typeOfTarget(mapping.target) === 'date' ? formats : [];
    return format === undefined ? null : { member: 'format', remedy: writtenAs(format) };
  }
  const values = (expected[mapping.target] ?? []).map(({ value }) => value);
  if (values.length === 0) return null;
  const matches = (changes: Partial<Pick<ValidateMapping, 'compare' | 'format'>>) => {
    const { target, oneOf } = mapping;
    const name = changes.compare ?? mapping.compare;
    const format = changes.format ?? mapping.format;
    if (faultsOfComparison({ target, compare: name }).length > 0) return false;
    return values.every((value) => compare(name, { claim, expected: value, target, format, oneOf }).matched);
  };
  const isDate = mapping.compare === 'date' || typeOfTarget(mapping.target) === 'date';
  const format = isDate ? formats.find((one) => matches({ format: one })) : undefined;
  if (format !== undefined) return { member: 'format', remedy: writtenAs(format) };
  if (isDate && formats[0] !== undefined) return { member: 'format', remedy: writtenAs(formats[0]) };
  if (mapping.compare === 'not-equals' || mapping.compare === 'one-of') return null;
  const better = alternativesTo(mapping.compare).find((name) => matches({ compare: name }));
  if (better !== undefined) return { member: 'compare', remedy: `Set \`compare\` to ${better}: then it matches.` };
  const dated = formats.find((one) => matches({ compare: 'date', format: one }));
  if (dated === undefined) return null;
  return { member: 'compare', remedy: `Set \`compare\` to date and \`format\` to ${dated}: then it matches.` };
}

const writtenAs = (format: string) => `Set \`format\` to ${format}: the claim reads as a date that is written so.`;
