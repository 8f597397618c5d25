import type { ProviderForTrip } from './provider-for-trip.js';

/** Origin of the address to which a signer is sent; null while the first discovery is still to come. */
export function authorizationOrigin({
  configuration,
  pinnedOrigins,
}: Pick<ProviderForTrip, 'configuration' | 'pinnedOrigins'>): string | null {
  const { authorizationUri } = configuration;
  if (authorizationUri !== null) return new URL(authorizationUri).origin;
  return pinnedOrigins?.['authorization_endpoint'] ?? null;
}
