import type { Attempt } from '../attempts/attempt.js';
import type { TripOutcome } from '../federation/trip.js';
import type { JudgedLogin } from './judge-locked-login.js';

/** A login whose attempt has ended in this transaction, with what was made of it. */
export interface SettledLogin {
  readonly attempt: Attempt;
  readonly outcome: TripOutcome;
  readonly judged: JudgedLogin;
  readonly now: Date;
}
