/** A value in its normal form, or why it has none. `problem` completes the sentence "The value …" and never quotes it. */
export type Normalised =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: string };

export const normalised = (value: string): Normalised => ({ ok: true, value });
export const refused = (problem: string): Normalised => ({ ok: false, problem });
