import { type FieldMapping, pathsOf, preparationOf } from '../field-mapping.js';
import { parsePhoneNumber } from '../normal-forms/phone-numbers.js';
import { printMemberPath } from '../paths/member-path.js';
import { parseStrictly } from '../preparation/json-text.js';
import { nameOfStep, type Preparation, type PreparationStep } from '../preparation/preparation-step.js';
import { isPersonName, typeOfTarget } from '../target.js';

/** A preparation that could help. Tells how a claim is written, never what it says. */
export interface SuggestedPreparation {
  readonly prepare: Preparation;
  /** Another path to begin with; absent: as it is. */
  readonly path?: string;
  /** Set when it may make the values of different persons equal. */
  readonly merges?: true;
}

/** Members of a JSON text that are tried, and its length: each try reads it anew. A bound for hostile documents. */
const membersConsidered = 50;
const textConsidered = 8192;

/** How identifiers of people begin in certificates (ETSI EN 319 412-1 §5.1.3), and addresses in directories. */
const knownPrefixes = /^(?:[A-Z]{3}[A-Z]{2}-|smtp:|SMTP:|mailto:|tel:|[A-Z]{2}\/[A-Z]{2}\/)/u;

const dayFormats = ['yyyy-MM-dd', 'dd.MM.yyyy', 'd.M.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy/MM/dd', 'yyyyMMdd'];

/**
 * Preparations after which a claim could fit its mapping, likeliest first; whether they do is for the caller to try.
 *
 * @param value the claim as the mapping reads it now
 * @param expected what it is compared with
 */
export function suggestPreparations(
  mapping: FieldMapping,
  value: unknown,
  expected: readonly string[],
): readonly SuggestedPreparation[] {
  const present = preparationOf(mapping);
  const kinds = present.map(nameOfStep);
  const candidates = typeof value === 'string' ? forText(mapping, value, expected) : forNumber(mapping, value);
  return candidates
    .filter(({ step }) => !kinds.includes(nameOfStep(step)))
    .map(({ step, merges }) => ({ prepare: [...present, step], ...(merges === true ? { merges } : {}) }));
}

interface Candidate {
  readonly step: PreparationStep;
  readonly merges?: true;
}

function forNumber(mapping: FieldMapping, value: unknown): readonly Candidate[] {
  if (typeof value !== 'number') return [];
  const steps: PreparationStep[] = isDate(mapping) ? [{ date: 'yyyyMMdd' }] : [{ toText: true }];
  return steps.map((step) => ({ step }));
}

function forText(mapping: FieldMapping, value: string, expected: readonly string[]): readonly Candidate[] {
  const text = value.trim();
  const steps: PreparationStep[] = [...inJson(text)];
  if (isDate(mapping)) steps.push(...dayFormats.map((date) => ({ date, time: 'drop' as const })));
  if (isPhone(mapping)) steps.push(...countriesOf(expected).map((defaultCountry) => ({ defaultCountry })));
  const [prefix] = isPersonName(mapping.target) ? [] : (knownPrefixes.exec(text) ?? []);
  if (prefix !== undefined) steps.push({ stripPrefix: prefix });
  const merging: PreparationStep[] = isPersonName(mapping.target)
    ? []
    : [
        { takePart: 'before', of: '@' },
        { takePart: 'after', of: '\\' },
      ];
  return [...steps.map((step) => ({ step })), ...merging.map((step) => ({ step, merges: true as const }))];
}

function inJson(text: string): readonly PreparationStep[] {
  if (text.length > textConsidered || !/^[[{]/u.test(text)) return [];
  const document = parseStrictly(text);
  if (!document.ok) return [];
  if (Array.isArray(document.value)) return [{ parseJson: true }];
  const names = Object.keys(document.value as object).filter((name) => name !== '__proto__');
  return names.slice(0, membersConsidered).map((name) => ({ parseJson: true, path: printMemberPath([name]) }));
}

function countriesOf(numbers: readonly string[]): readonly string[] {
  const countries = numbers.map((number) => parsePhoneNumber(number)?.country);
  return [...new Set(countries.filter((country) => country !== undefined))];
}

function isDate(mapping: FieldMapping): boolean {
  return typeOfTarget(mapping.target) === 'date' || (mapping.action === 'validate' && mapping.compare === 'date');
}

function isPhone(mapping: FieldMapping): boolean {
  return typeOfTarget(mapping.target) === 'phone' || (mapping.action === 'validate' && mapping.compare === 'phone');
}

/**
 * For a path that goes on where text stands: the same path in two, if the text is a JSON document to read on in.
 *
 * @param at the segment that finds nothing
 */
export function suggestReadingOn(mapping: FieldMapping, at: number): SuggestedPreparation | null {
  const [path, ...more] = pathsOf(mapping);
  if (path?.kind !== 'members' || at === 0 || more.length > 0 || preparationOf(mapping).length > 0) return null;
  const rest = path.segments.slice(at);
  const readOn = typeof rest[0] === 'string' ? printMemberPath(rest) : `$${rest.map(printed).join('')}`;
  return { path: printMemberPath(path.segments.slice(0, at)), prepare: [{ parseJson: true, path: readOn }] };
}

function printed(segment: string | number): string {
  return typeof segment === 'number' ? `[${segment}]` : `['${segment.replace(/[\\']/gu, '\\$&')}']`;
}
