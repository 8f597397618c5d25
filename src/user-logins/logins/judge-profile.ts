import type { PersonalAccount, ProfileChange } from '../../access/accounts.js';
import type { CompletedTrip } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';

/** What a provider tells about a user, beside what is known of them. */
interface JudgedProfile {
  /** What is taken over from the provider; null: nothing. */
  readonly change: ProfileChange | null;
  /** What does not agree, for administrators; null: everything does. */
  readonly mismatch: string | null;
}

export function judgeProfile(
  _trip: CompletedTrip,
  _provider: ProviderForTrip,
  _account: PersonalAccount,
): JudgedProfile {
  return { change: null, mismatch: null };
}
