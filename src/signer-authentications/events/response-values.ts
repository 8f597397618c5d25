import type { JsonValue } from '../../audit/recording.js';
import { mappedValues } from '../../claims/mapped-values.js';
import type { CompletedTrip } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { asJson } from './created-event.js';

/**
 * What mappings read of the token response and of the authorization response, by source. The ID token and resource bodies are
 * evidence as received; these two cannot be, because they hold tokens and the code, so that only what was judged is kept.
 */
export function judgedResponseValues(
  trip: CompletedTrip | null,
  provider: ProviderForTrip | null,
): Readonly<Record<string, JsonValue>> {
  if (trip === null || provider === null) return {};
  const { configuration } = provider;
  const mappings = {
    token_response: configuration.tokenResponse.mappings,
    authorization_response: configuration.authorizationResponse.mappings,
  };
  return Object.fromEntries(
    trip.sources.flatMap(({ source, claims }): [string, JsonValue][] => {
      if (source !== 'token_response' && source !== 'authorization_response') return [];
      const read = mappedValues(mappings[source], claims);
      return Object.keys(read).length === 0 ? [] : [[source, asJson(read)]];
    }),
  );
}
