import type { jsonTypeOf } from './comparisons/claim-text.js';
import type { PreparedStep } from './preparation/preparation-step.js';

/** JSON types of what the paths found. */
export type ReadType = ReturnType<typeof jsonTypeOf> | 'absent';

/**
 * How a value came about, for the verdict: what was read, and what was done to it. Empty for a mapping that takes the claim as
 * it is. Holds no claim value.
 */
export interface Treatment {
  /** By path, in the order of the mapping. */
  readonly read?: readonly ReadType[];
  readonly prepared?: readonly PreparedStep[];
}
