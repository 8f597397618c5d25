import type { ComparisonName } from './comparison-name.js';
import { normalFormForTarget } from './normal-form.js';
import { isPredefinedTarget, type Target, typeOfTarget, updatableTargets, type ValueType } from './target.js';

/** What a mapping's members say together that makes no sense; each fault names the member that has to change. */

/** `target` and `compare` are valid; the others may be anything that a request can hold, and have their own faults then. */
interface ComparisonMembers {
  readonly target: Target;
  readonly compare: ComparisonName;
  readonly oneOf?: unknown;
  readonly format?: unknown;
}

interface MappingFault {
  readonly member: 'compare' | 'oneOf' | 'format';
  readonly message: string;
}

/** Comparisons made for one type of field. A custom field is text whose meaning only the admin knows: it takes them all. */
const comparisonTypes: Readonly<Partial<Record<ComparisonName, ValueType | 'custom'>>> = {
  name: 'text',
  email: 'address',
  phone: 'phone',
  date: 'date',
  country: 'country',
  boolean: 'custom',
};

export function faultsOfComparison({ target, compare, oneOf, format }: ComparisonMembers): readonly MappingFault[] {
  const faults: MappingFault[] = [];
  const type = comparisonTypes[compare];
  if (target === 'recipient.fullName' && compare !== 'full-name') {
    const message = 'Expected full-name: recipient.fullName is first and last name together, and compared so only';
    faults.push({ member: 'compare', message });
  } else if (compare === 'full-name' && target !== 'recipient.fullName') {
    faults.push({ member: 'compare', message: `Expected full-name with recipient.fullName only, not ${target}` });
  } else if (type !== undefined && isPredefinedTarget(target) && typeOfTarget(target) !== type) {
    const kind = typeOfTarget(target).replace('_', ' ');
    faults.push({
      member: 'compare',
      message: `Expected a comparison for a ${kind}, not ${compare}: ${target} is one`,
    });
  }
  if (compare === 'one-of' && oneOf === undefined) {
    faults.push({ member: 'oneOf', message: 'Expected the allowed values, because compare is one-of' });
  }
  if (compare !== 'one-of' && oneOf !== undefined) {
    faults.push({ member: 'oneOf', message: `Expected only with compare one-of; compare is ${compare}` });
  }
  const allowed: readonly unknown[] = Array.isArray(oneOf) ? oneOf : [];
  const unusable = allowed.find((value) => typeof value === 'string' && !normalFormForTarget(target, value).ok);
  if (unusable !== undefined) {
    faults.push({
      member: 'oneOf',
      message: `Expected values that ${target} can have; ${JSON.stringify(unusable)} is none`,
    });
  }
  const message = format === undefined ? null : faultOfFormat(target, compare);
  if (message !== null) faults.push({ member: 'format', message });
  return faults;
}

/** null when an input format has a meaning here. */
export function faultOfFormat(target: Target, compare: ComparisonName | undefined): string | null {
  if (compare === 'date' || typeOfTarget(target) === 'date') return null;
  return compare === undefined
    ? `Expected only where a date is updated; ${target} is none`
    : `Expected only with compare date or a target that is a date; ${target} is none`;
}

export function whyNotUpdatable(target: unknown): string {
  if (target === 'recipient.email') return 'recipient.email can be validated, never updated';
  if (target === 'recipient.fullName') return 'recipient.fullName can be validated, never updated';
  if (target === 'user.email') return 'user.email can be validated, never updated: an address is who a user is';
  if (typeof target === 'string' && target.startsWith('custom.'))
    return 'A custom field can be validated, never updated';
  return `Expected one of ${updatableTargets.join(', ')}`;
}

/**
 * Whether the members that others are judged by are valid themselves. zod judges members together only when each is valid
 * alone; this lets it tell every fault at once.
 */
export function hasComparableMembers({
  issues,
}: {
  readonly issues: readonly { readonly path?: readonly PropertyKey[] | undefined }[];
}): boolean {
  return issues.every(({ path }) => path?.[0] !== 'target' && path?.[0] !== 'compare');
}
