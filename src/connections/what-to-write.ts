/** What is known in memory of one connection. */
export interface Remembered {
  /** Whether it works, as the database was told; null: this instance has told it nothing yet. */
  readonly works: boolean | null;
  /** When the database was told last, in milliseconds. */
  readonly writtenAt: number;
  readonly code: string | null;
  /** Failures that nobody has proved to be the client's, one after the other. */
  readonly unproven: number;
}

/** What happened with a connection. */
export type Happening =
  | { readonly works: true }
  | {
      readonly works: false;
      readonly code: string;
      /** Whether it is certain that it was the client, and not somebody who only names it. */
      readonly proven: boolean;
    };

/** So seldom is written that nothing has changed, in milliseconds. */
const GRANULARITY = 300_000;
/** So many attempts that may be a stranger's, one after the other, are taken for the client's own. */
const CERTAINLY = 3;

export const nothingKnown: Remembered = { works: null, writtenAt: 0, code: null, unproven: 0 };

/**
 * Whether something that happened has to be written: what changes the state at once, everything else only now and then, so that a
 * token costs no write.
 */
export function whatToWrite(
  before: Remembered,
  happened: Happening,
  now: number,
): { readonly write: boolean; readonly next: Remembered } {
  const isDue = now - before.writtenAt >= GRANULARITY;
  if (happened.works) {
    const write = before.works !== true || isDue;
    return { write, next: { works: true, writtenAt: write ? now : before.writtenAt, code: null, unproven: 0 } };
  }
  const unproven = happened.proven ? 0 : before.unproven + 1;
  if (!happened.proven && unproven < CERTAINLY) return { write: false, next: { ...before, unproven } };
  const write = before.works !== false || before.code !== happened.code || isDue;
  return { write, next: { works: false, writtenAt: write ? now : before.writtenAt, code: happened.code, unproven } };
}
