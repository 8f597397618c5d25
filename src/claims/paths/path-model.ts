import type { PathFilter } from './filter-model.js';

declare const parsed: unique symbol;

/** A member's name, or an array's index: 0 is the first element, -1 the last. */
export type Segment = string | number;

interface ParsedPath {
  /** As the admin wrote it. */
  readonly text: string;
  /** Where in `text` each segment or selector starts, separator excluded (UTF-16 units from 0). */
  readonly offsets: readonly number[];
  /** Only `parseClaimPath` makes paths: holding one proves that its text is valid. */
  readonly [parsed]: true;
}

/** `person_data:given_name`, `response[0].email`, `['urn:pvpgvat:oidc.bpk']`: finds one value at most. */
interface MemberPath extends ParsedPath {
  readonly kind: 'members';
  readonly segments: readonly Segment[];
}

export type Selector =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly filter: PathFilter };

/** `$[?(@.primary == true)].email`: the restricted JSONPath. May find several values. */
interface JsonPath extends ParsedPath {
  readonly kind: 'jsonpath';
  readonly selectors: readonly Selector[];
  /** As plain segments, when it has neither wildcard nor filter; else null. */
  readonly segments: readonly Segment[] | null;
}

/** A claim path that has been parsed. `text` gives it back as written. */
export type ClaimPath = MemberPath | JsonPath;
