import type { IdentityAtProvider } from '../../access/bindings.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { identitySettings } from './identity-settings.js';

/** Who somebody is at a provider. Without a signed issuer it is the provider itself that says so. Pure. */
export function identityAt(
  provider: Pick<ProviderForTrip, 'id' | 'configuration' | 'pinnedOrigins'>,
  { issuer, sub }: { readonly issuer: string; readonly sub: string },
): IdentityAtProvider {
  return {
    providerId: provider.id,
    issuer: provider.configuration.kind === 'oauth2' ? provider.id : issuer,
    sub,
    settings: identitySettings(provider),
  };
}
