import { configurationHash } from '../../audit/configuration-hash.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';

/** Ends that answer who somebody is, as discovery names them. */
type IdentifyingEndpoint = 'token_endpoint' | 'jwks_uri' | 'userinfo_endpoint';

const addressOf = (uri: string | null): string | null => (uri === null ? null : new URL(uri).href);

type Settings = Pick<ProviderForTrip, 'configuration' | 'pinnedOrigins'>;

/**
 * Hash of the settings of a provider by which it is said who is who: whoever can change one of them can make the provider say that
 * somebody is somebody else. An address that is configured counts whole, because many a host serves documents of strangers too;
 * one that is discovered counts by its origin, because the issuer, which counts, answers for its path. Pure.
 */
export function identitySettings({ configuration, pinnedOrigins }: Settings): string {
  const { kind, issuer, clientId, tokenUri, jwksUri, resources, subject, trust, idToken, leniency, usePkce } =
    configuration;
  const endpoint = (name: IdentifyingEndpoint, configured: string | null) =>
    addressOf(configured) ?? pinnedOrigins?.[name] ?? null;
  return configurationHash({
    kind,
    issuer,
    clientId,
    allowedTenantIds: [...configuration.allowedTenantIds].sort(),
    tokenEndpoint: endpoint('token_endpoint', tokenUri),
    keySet: endpoint('jwks_uri', jwksUri),
    resources: resources.map(({ name, type, uri }) => ({
      name,
      address: type === 'userinfo' ? endpoint('userinfo_endpoint', uri) : addressOf(uri),
    })),
    subject,
    trust,
    leniency: [...leniency].sort(),
    usePkce,
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

/**
 * Whether a provider is set as it was when somebody was invited to it. What its first discovery has told since is no change. Pure.
 * @param invitedTo `identitySettings` of then
 */
export function isSetAs(invitedTo: string, { configuration, pinnedOrigins }: Settings): boolean {
  return (
    invitedTo === identitySettings({ configuration, pinnedOrigins }) ||
    invitedTo === identitySettings({ configuration, pinnedOrigins: null })
  );
}
