import { parseClaimPath } from './claim-path.js';
import { verificationFlags } from './companion-flag.js';
import type { ComparisonName } from './comparison-name.js';
import { selectorsOf } from './paths/selectors-of.js';
import { nameOfStep, type Preparation, prepareSchema, type StepName } from './preparation/preparation-step.js';
import { isPredefinedTarget, type Target, typeOfTarget } from './target.js';

/** What a mapping's paths and preparation say together with its other members that makes no sense. */

/** `target` and `compare` are valid; the others may be anything that a request can hold, and have their own faults then. */
interface ReadingMembers {
  readonly target: Target;
  readonly compare?: ComparisonName;
  readonly path?: unknown;
  readonly paths?: unknown;
  readonly joinedBy?: unknown;
  readonly prepare?: unknown;
  readonly format?: unknown;
}

interface ReadingFault {
  readonly member: 'path' | 'paths' | 'joinedBy' | 'prepare' | 'format' | 'compare';
  readonly message: string;
}

export function faultsOfReading(mapping: ReadingMembers): readonly ReadingFault[] {
  return [...faultsOfPaths(mapping), ...faultsOfPreparation(mapping)];
}

function faultsOfPaths({ path, paths, joinedBy, compare }: ReadingMembers): readonly ReadingFault[] {
  const faults: ReadingFault[] = [];
  if (path === undefined && paths === undefined) {
    faults.push({ member: 'path', message: 'Expected a claim path (a string), or several as paths' });
  }
  if (path !== undefined && paths !== undefined) {
    faults.push({ member: 'paths', message: 'Expected either path or paths, not both' });
  }
  if (paths === undefined && joinedBy !== undefined) {
    faults.push({ member: 'joinedBy', message: 'Expected only with paths' });
  }
  if (paths !== undefined && compare === 'includes') {
    faults.push({ member: 'compare', message: 'Expected a comparison of text: joined parts are no array' });
  }
  return faults;
}

function faultsOfPreparation(mapping: ReadingMembers): readonly ReadingFault[] {
  const read = prepareSchema.safeParse(mapping.prepare);
  if (!read.success || read.data.length === 0) return [];
  const names = read.data.map(nameOfStep);
  const faults: string[] = [];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) faults.push(`Expected each kind of step once; ${twice} is there twice`);
  faults.push(...faultsOfSteps(mapping, names));
  if (readsFlag(mapping))
    faults.push(`Expected no preparation of ${verificationFlags.join(', ')}: they are judged as they come`);
  return [
    ...faults.map((message) => ({ member: 'prepare' as const, message })),
    ...(names.includes('date') && mapping.format !== undefined
      ? [{ member: 'format' as const, message: 'Expected either format or a step date of prepare, not both' }]
      : []),
  ];
}

function faultsOfSteps({ target, compare, paths }: ReadingMembers, names: readonly StepName[]): readonly string[] {
  const faults: string[] = [];
  if (names.includes('takePart') && target === 'recipient.email') {
    faults.push('Expected no step takePart: a part of an e-mail address is not who owns it');
  }
  if (names.includes('parseJson') && paths !== undefined) {
    faults.push('Expected no step parseJson with paths: joined parts are no JSON document');
  }
  if (compare === 'includes' && names.some((name) => name !== 'parseJson')) {
    faults.push('Expected no step but parseJson with compare includes, which compares an array');
  }
  if (names.includes('defaultCountry') && !takesPhone(target, compare)) {
    faults.push(
      `Expected a step defaultCountry only where a telephone number is compared or updated; ${target} is none`,
    );
  }
  return faults;
}

function takesPhone(target: Target, compare: ComparisonName | undefined): boolean {
  return compare === 'phone' || typeOfTarget(target) === 'phone' || !isPredefinedTarget(target);
}

function readsFlag({ path, paths }: ReadingMembers): boolean {
  return [path, paths].flat().some((text) => {
    const parsed = typeof text === 'string' ? parseClaimPath(text) : null;
    if (parsed?.ok !== true) return false;
    const last = selectorsOf(parsed.path).at(-1);
    return last?.kind === 'member' && verificationFlags.includes(last.name);
  });
}

/** The steps that can make the values of different persons equal. */
export function mergingSteps(preparation: Preparation): readonly StepName[] {
  return preparation.filter(mayMerge).map(nameOfStep);
}

function mayMerge(step: Preparation[number]): boolean {
  if ('takePart' in step) return true;
  const affixes = 'stripPrefix' in step ? step.stripPrefix : 'stripSuffix' in step ? step.stripSuffix : [];
  return Array.isArray(affixes) && affixes.length > 1;
}
