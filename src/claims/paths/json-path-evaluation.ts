import { JSONPath } from 'jsonpath-plus';
import { passesFilter } from './path-filter.js';
import type { Selector } from './path-model.js';

/**
 * Evaluation of a restricted JSONPath by jsonpath-plus, with no script and no text of an admin's in it.
 *
 * jsonpath-plus runs filters as scripts, by its own interpreter (`eval: 'safe'`, which has had escapes) or by Node's vm, and
 * builds paths by replacing text, so that names with quotes, dots or commas change their meaning; a plain member step would
 * also read `length` of a text. So it is given none of that: the path is generated anew from the parsed selectors and
 * consists of `$ [ ] * : ? ( )`, digits and minus alone. Members and filters become `[?(n)]`, whose "script" is the number of
 * the selector; the evaluation that jsonpath-plus calls back is `passesSelector`, which looks the selector up and judges the
 * candidate. The library does the walking.
 */

/** What jsonpath-plus calls its sandbox: our selectors, and the members it sets for each candidate. */
interface Candidate {
  readonly selectors: readonly Selector[];
  readonly _$_v?: unknown;
  readonly _$_property?: string | number;
}

// jsonpath-plus caches evaluations by the source of this function and the number: it must not close over a path.
function passesSelector(number: string, candidate: Candidate): boolean {
  const selector = candidate.selectors[Number(number)];
  if (selector?.kind === 'member') return selector.name !== '__proto__' && candidate._$_property === selector.name;
  return selector?.kind === 'filter' && passesFilter(selector.filter, candidate._$_v);
}

/** All values that the selectors find, in document order. Members are own members of objects, elements those of arrays. */
export function selectValues(selectors: readonly Selector[], claims: unknown): readonly unknown[] {
  if (typeof claims !== 'object' || claims === null) return selectors.length === 0 ? [claims] : [];
  const sandbox: Candidate = { selectors };
  const found: unknown = JSONPath({
    path: `$${selectors.map(generate).join('')}`,
    json: claims,
    eval: passesSelector as (number: string, candidate: object) => boolean,
    // The library's type says Map, the library assigns members.
    sandbox: sandbox as unknown as Map<string, unknown>,
    wrap: true,
  });
  return Array.isArray(found) ? found : [];
}

function generate(selector: Selector, position: number): string {
  if (selector.kind === 'wildcard') return '[*]';
  // A slice of one, because jsonpath-plus would read [n] as the member "n" of an object too.
  if (selector.kind === 'index') return selector.index === -1 ? '[-1:]' : `[${selector.index}:${selector.index + 1}]`;
  return `[?(${position})]`;
}
