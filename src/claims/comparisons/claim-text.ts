import { type Mismatch, mismatched } from './comparison-outcome.js';

/** A claim's text, or the outcome that ends the comparison. */
type ClaimText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly outcome: Mismatch };

/** JSON type in words; `null` is one of its own. */
export function jsonTypeOf(value: unknown): 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

/** What leaves something to be seen. */
const visible = /[^\s\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** null, and text of nothing but white space and marks without a shape. */
export function isEmptyClaim(claim: unknown): boolean {
  return claim === null || (typeof claim === 'string' && !visible.test(claim));
}

/** Takes text only: a number is not its digits, an array not its only element. */
export function claimText(claim: unknown): ClaimText {
  const type = jsonTypeOf(claim);
  if (type === 'null') return { ok: false, outcome: mismatched('null_value', 'The claim is null; text was expected') };
  if (typeof claim !== 'string') {
    return { ok: false, outcome: mismatched('wrong_type', `The claim is of type ${type}; text was expected`) };
  }
  if (isEmptyClaim(claim)) return { ok: false, outcome: mismatched('empty_value', 'The claim is empty text') };
  return { ok: true, text: claim };
}
