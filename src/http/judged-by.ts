import type { z } from 'zod';

/**
 * For `superRefine`: where a rule finds a fault, its words are the schema's.
 * @param faultOf what is wrong with a value; null: nothing
 */
export const judgedBy =
  <Value>(faultOf: (value: Value) => string | null) =>
  (value: Value, context: z.RefinementCtx<Value>): void => {
    const fault = faultOf(value);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  };
