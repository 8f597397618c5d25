import type { ClaimPath, Segment, Selector } from './claim-path.js';
import { selectValues } from './paths/json-path-evaluation.js';
import { element, ownMember } from './paths/own-member.js';

/** JSON types of what is no object and no array. */
type ScalarType = 'string' | 'number' | 'boolean' | 'null';

/** What a claim path finds. Missing, null and empty text are three different things: the latter two are `found`. */
export type ClaimReading =
  | { readonly outcome: 'found'; readonly value: unknown }
  | {
      readonly outcome: 'missing';
      /** The segment, from 0, that finds nothing. */
      readonly at: number;
      /** Set when the path cannot go on because a scalar stands there. */
      readonly metScalar?: ScalarType;
    }
  | { readonly outcome: 'ambiguous'; readonly count: number; readonly values: readonly unknown[] };

/**
 * Reads a claim. Only own members of objects and elements of arrays are ever found, in whatever document: `constructor`,
 * `__proto__` and `length` are not. Never throws.
 *
 * @param claims any JSON value; untrusted
 */
export function readClaim(path: ClaimPath, claims: unknown): ClaimReading {
  if (path.kind === 'members' || path.segments !== null) return readSegments(path.segments ?? [], claims);
  const values = selectValues(path.selectors, claims);
  if (values.length === 1) return { outcome: 'found', value: values[0] };
  if (values.length > 1) return { outcome: 'ambiguous', count: values.length, values };
  return { outcome: 'missing', at: firstSelectorWithoutValue(path.selectors, claims) };
}

/** Reads a path of members and indexes. */
export function readSegments(segments: readonly Segment[], claims: unknown): ClaimReading {
  let value = claims;
  let at = 0;
  for (const segment of segments) {
    const next = typeof segment === 'string' ? ownMember(value, segment) : element(value, segment);
    if (next === undefined) return missing(at, value);
    value = next;
    at += 1;
  }
  return { outcome: 'found', value };
}

function missing(at: number, value: unknown): ClaimReading {
  const metScalar = scalarType(value);
  return metScalar === null ? { outcome: 'missing', at } : { outcome: 'missing', at, metScalar };
}

function scalarType(value: unknown): ScalarType | null {
  if (value === null) return 'null';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : null;
}

function firstSelectorWithoutValue(selectors: readonly Selector[], claims: unknown): number {
  const position = selectors.findIndex((_, index) => selectValues(selectors.slice(0, index + 1), claims).length === 0);
  return Math.max(position, 0);
}
