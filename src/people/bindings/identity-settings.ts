import { configurationHash } from '../../audit/configuration-hash.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';

/** Ends that answer who somebody is, as discovery names them. */
type IdentifyingEndpoint = 'token_endpoint' | 'jwks_uri' | 'userinfo_endpoint';

const originOf = (uri: string | null): string | null => (uri === null ? null : new URL(uri).origin);

/**
 * Hash of the settings of a provider by which it is said who is who: whoever can change one of them can make the provider say that
 * somebody is somebody else. Pure.
 */
export function identitySettings({
  configuration,
  pinnedOrigins,
}: Pick<ProviderForTrip, 'configuration' | 'pinnedOrigins'>): string {
  const { kind, issuer, clientId, tokenUri, jwksUri, resources, subject, trust, idToken, leniency } = configuration;
  const discovered = (name: IdentifyingEndpoint, configured: string | null) =>
    originOf(configured) ?? pinnedOrigins?.[name] ?? null;
  return configurationHash({
    kind,
    issuer,
    clientId,
    allowedTenantIds: [...configuration.allowedTenantIds].sort(),
    tokenEndpoint: discovered('token_endpoint', tokenUri),
    keySet: discovered('jwks_uri', jwksUri),
    resources: resources.map(({ name, type, uri }) => ({
      name,
      origin: type === 'userinfo' ? discovered('userinfo_endpoint', uri) : originOf(uri),
    })),
    subject,
    trust,
    leniency: [...leniency].sort(),
    idToken:
      idToken === null
        ? null
        : {
            signingAlgorithms: [...idToken.signingAlgorithms].sort(),
            validate: idToken.validate,
            exceptions: [...idToken.exceptions].sort(),
            useNonce: idToken.useNonce,
          },
  });
}
