/** What people may guess at without being known yet. */
export type Guessed =
  /** A user's password. */
  | 'password'
  /** A one-time password, a passkey's answer or a recovery code, once the password was right. */
  | 'second_factor'
  /** A code that was mailed to an address. */
  | 'mailed_code'
  /** Not a guess: asking for such a code. */
  | 'code_mail'
  /** Not a guess: asking for a mail that lets somebody choose a new password. */
  | 'reset';

/** Whom a guess counts against: what is guessed at, where it comes from, and both together. */
export type GuessedAs = 'account' | 'address' | 'account_and_address';

interface GuessLimit {
  readonly as: GuessedAs;
  /** How many guesses fail at most in one window. */
  readonly most: number;
  /** Length of the window, in seconds; it begins with its first guess. */
  readonly seconds: number;
}

const MINUTES = 60;
const HOURS = 3600;

/**
 * How much may be guessed. One person at one place is stopped soon and for a short time; an account that is guessed at from many
 * places is slowed down to a rate at which nothing is found (NIST SP 800-63B §3.2.2), and nobody is locked out for good by
 * somebody else.
 */
export const GUESS_LIMITS: Readonly<Record<Guessed, readonly GuessLimit[]>> = {
  password: [
    { as: 'account_and_address', most: 5, seconds: 5 * MINUTES },
    { as: 'account', most: 30, seconds: HOURS },
    { as: 'address', most: 100, seconds: 15 * MINUTES },
  ],
  second_factor: [
    { as: 'account_and_address', most: 5, seconds: 15 * MINUTES },
    { as: 'account', most: 10, seconds: HOURS },
    { as: 'address', most: 100, seconds: 15 * MINUTES },
  ],
  mailed_code: [
    { as: 'account_and_address', most: 5, seconds: 15 * MINUTES },
    { as: 'account', most: 10, seconds: HOURS },
    { as: 'address', most: 100, seconds: 15 * MINUTES },
  ],
  code_mail: [
    { as: 'account', most: 5, seconds: HOURS },
    { as: 'address', most: 50, seconds: HOURS },
  ],
  reset: [
    { as: 'account', most: 3, seconds: HOURS },
    { as: 'address', most: 20, seconds: HOURS },
  ],
};

/** One count, after a guess was added to it. */
export interface CountedGuess {
  readonly count: number;
  readonly endsAt: Date;
}

/** @returns how many seconds to wait until every limit lets a guess pass again; null when each does now. Pure. */
export function secondsToWait(
  limits: readonly GuessLimit[],
  counted: readonly CountedGuess[],
  now: Date,
): number | null {
  const waits = limits.flatMap(({ most }, index) => {
    const guess = counted[index];
    return guess === undefined || guess.count <= most ? [] : [guess.endsAt.getTime() - now.getTime()];
  });
  return waits.length === 0 ? null : Math.max(1, Math.ceil(Math.max(...waits) / 1000));
}
