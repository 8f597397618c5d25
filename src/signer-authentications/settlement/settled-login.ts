import type { EndedTrip, JudgedLogin } from './judge-settled-login.js';

/** A judged login with what was judged, to be written. */
export interface SettledLogin extends EndedTrip {
  readonly judged: JudgedLogin;
  readonly now: Date;
}
