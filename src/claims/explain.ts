import type { ClaimPath } from './claim-path.js';
import type { ClaimTree } from './claim-tree.js';
import { storableName } from './claim-tree.js';
import { jsonTypeOf } from './comparisons/claim-text.js';
import { selectValues } from './paths/json-path-evaluation.js';
import { selectorsOf, stepText } from './paths/selectors-of.js';

/** One step of reading a claim path. */
export interface PathStep {
  /** The segment or selector as written. */
  readonly text: string;
  /** Where it starts in the path: characters from 1. */
  readonly column: number;
  /** How many values there are after it. 0: the path ends here in vain. */
  readonly count: number;
  /** JSON types of those values, each once. */
  readonly types: readonly ClaimTree['type'][];
  /** When nothing was found: what there is instead, in words, e.g. the names of the members. Never a value. */
  readonly instead?: string;
}

const namesShown = 20;

/** Reads a claim path step by step, up to the first that finds nothing. */
export function explainPath(path: ClaimPath, claims: unknown): readonly PathStep[] {
  const selectors = selectorsOf(path);
  const steps: PathStep[] = [];
  let before: readonly unknown[] = [claims];
  for (const position of selectors.keys()) {
    const values = selectValues(selectors.slice(0, position + 1), claims);
    const step = {
      text: stepText(path, position),
      column: Array.from(path.text.slice(0, path.offsets[position])).length + 1,
      count: values.length,
      types: [...new Set(values.map(jsonTypeOf))],
    };
    if (values.length === 0) return [...steps, { ...step, instead: describe(before) }];
    steps.push(step);
    before = values;
  }
  return steps;
}

function describe(values: readonly unknown[]): string {
  const [value] = values;
  const more = values.length > 1 ? `the first of ${values.length} values is ` : '';
  if (Array.isArray(value)) return `${more}an array of ${value.length} elements`;
  if (typeof value !== 'object' || value === null) return `${more}a value of type ${jsonTypeOf(value)}`;
  const names = Object.keys(value);
  if (names.length === 0) return `${more}an object without members`;
  const shown = names.slice(0, namesShown).map((name) => JSON.stringify(storableName(name)));
  const rest = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  return `${more}an object with the members ${shown.join(', ')}${rest}`;
}
