import type { MismatchReason } from '../mismatch-reason.js';
import type { PreparedStep } from './preparation-step.js';

/** What a step makes of a value. */
export type StepResult =
  | {
      readonly outcome: 'found';
      readonly value: unknown;
      readonly did: PreparedStep;
      /** Whether the value is one of those that a path found, be it the only one. Default false. */
      readonly findsMany?: boolean;
    }
  /** The path in a JSON text finds nothing, or several values. */
  | { readonly outcome: 'missing'; readonly detail: string; readonly did: PreparedStep }
  | { readonly outcome: 'ambiguous'; readonly values: readonly unknown[]; readonly did: PreparedStep }
  | Unusable;

/** A value that cannot be prepared so. `detail` is a sentence that quotes no value. */
export interface Unusable {
  readonly outcome: 'unusable';
  readonly reason: MismatchReason;
  readonly detail: string;
}

export const unusable = (reason: MismatchReason, detail: string): Unusable => ({ outcome: 'unusable', reason, detail });
