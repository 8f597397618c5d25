import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { readCompactJws } from '../../federation/jwt/compact-jws.js';
import type { TripOutcome } from '../../federation/trip.js';

/**
 * Where claims were seen on a trip, also on one that failed after its ID token had been verified as signed: what was refused later
 * (a resource, the level, the subject) takes nothing from what the token holds. Nobody is identified by it.
 */
export function seenSources(outcome: TripOutcome): readonly SourcedClaims[] {
  if (outcome.kind === 'completed') return outcome.trip.sources;
  const { idToken } = outcome.failure;
  return idToken === null ? [] : [{ source: 'id_token', claims: readCompactJws(idToken.raw).claims }];
}
