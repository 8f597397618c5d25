/** One thing that was verified. */
export interface Verified {
  readonly check: string;
  readonly detail: string;
}

/** What a verification found. `lie` is null when everything is true. */
export interface VerificationReport {
  readonly subject: string;
  readonly verified: readonly Verified[];
  readonly lie: { readonly place: string; readonly what: string } | null;
}

/** Told how far long work has come. */
export type Progress = (phase: string, done: number, total: number) => void;

/** Writes a number with its noun: `1 event`, `2 events`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
