import { JSONPath } from 'jsonpath-plus';
import { element, ownMember } from './own-member.js';
import { passesFilter } from './path-filter.js';
import type { Selector } from './path-model.js';

/**
 * Evaluation of a restricted JSONPath by jsonpath-plus, with no script and no text of an admin's in it.
 *
 * jsonpath-plus runs filters as scripts, by its own interpreter (`eval: 'safe'`, which has had escapes) or by Node's vm, and
 * builds paths by replacing text, so that names with quotes, dots or commas change their meaning; a plain member step would
 * also read `length` of a text. So it is given none of that: the path is generated anew from the parsed selectors and
 * consists of `$ [ ] : ? ( )`, digits and minus alone. Members, wildcards and filters become `[?(n)]`, whose "script" is the
 * number of the selector; the evaluation that jsonpath-plus calls back is `passesSelector`, which looks the selector up and
 * judges the candidate. The library does the walking, from the first wildcard or filter to the last; the plain steps before
 * and after find one value at most and are followed directly.
 */

/** All values that the selectors find, in document order. Members are own members of objects, elements those of arrays. */
export function selectValues(selectors: readonly Selector[], claims: unknown): readonly unknown[] {
  const first = selectors.findIndex(isPlural);
  if (first < 0) return found(follow(selectors, claims));
  const last = selectors.findLastIndex(isPlural);
  const after = selectors.slice(last + 1);
  const values = walk(selectors.slice(first, last + 1), follow(selectors.slice(0, first), claims));
  return values.flatMap((value) => found(follow(after, value)));
}

function isPlural({ kind }: Selector): boolean {
  return kind === 'wildcard' || kind === 'filter';
}

function follow(selectors: readonly Selector[], claims: unknown): unknown {
  let value = claims;
  for (const selector of selectors) {
    if (selector.kind === 'member') value = ownMember(value, selector.name);
    else if (selector.kind === 'index') value = element(value, selector.index);
  }
  return value;
}

function found(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}

/** What jsonpath-plus calls its sandbox: our selectors, and the members it sets for each candidate. */
interface Candidate {
  readonly selectors: readonly Selector[];
  readonly _$_v?: unknown;
  readonly _$_property?: string | number;
}

// jsonpath-plus caches evaluations by this function's source and the number of the selector, and writes that key anew for
// each candidate: the function must not close over a path, and must be short.
const evaluation = (number: string, candidate: object): boolean => passesSelector(number, candidate as Candidate);

function passesSelector(number: string, candidate: Candidate): boolean {
  const selector = candidate.selectors[Number(number)];
  if (selector === undefined || candidate._$_property === '__proto__') return false;
  if (selector.kind === 'member') return candidate._$_property === selector.name;
  return selector.kind === 'wildcard' || (selector.kind === 'filter' && passesFilter(selector.filter, candidate._$_v));
}

function walk(selectors: readonly Selector[], claims: unknown): readonly unknown[] {
  if (typeof claims !== 'object' || claims === null) return [];
  const sandbox: Candidate = { selectors };
  const values: unknown = JSONPath({
    path: `$${selectors.map(generate).join('')}`,
    json: claims,
    eval: evaluation,
    // The library's type says Map, the library assigns members.
    sandbox: sandbox as unknown as Map<string, unknown>,
    wrap: true,
  });
  return Array.isArray(values) ? values : [];
}

function generate(selector: Selector, position: number): string {
  if (selector.kind !== 'index') return `[?(${position})]`;
  // A slice of one, because jsonpath-plus would read [n] as the member "n" of an object too.
  return selector.index === -1 ? '[-1:]' : `[${selector.index}:${selector.index + 1}]`;
}
