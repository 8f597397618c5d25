/**
 * What this browser remembers of a log: the last checkpoint that it has verified, and the key that had signed it. One per origin.
 * Nothing of it is secret; it only helps when nobody else can change it.
 */
export interface KeptCheckpoint {
  readonly note: string;
  /** Verifier keys, one a line. */
  readonly keys: string;
  readonly keptAt: string;
}

const nameOf = (origin: string): string => `countersign.checkpoint.${origin}`;

const isKept = (value: unknown): value is KeptCheckpoint =>
  typeof value === 'object' && value !== null && 'note' in value && 'keys' in value && 'keptAt' in value;

export function keptCheckpoint(origin: string): KeptCheckpoint | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(nameOf(origin)) ?? 'null');
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

export function keepCheckpoint(origin: string, kept: KeptCheckpoint): void {
  try {
    localStorage.setItem(nameOf(origin), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing has nothing to compare with next time, and says so then.
  }
}
