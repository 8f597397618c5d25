import type { ProviderMetadata } from '../provider.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import type { ProviderWarning } from './provider-warning.schema.js';

/** Warnings about where requests go: other origins than the issuer's, and addresses without TLS. */
export function endpointWarnings(
  configuration: ProviderConfiguration,
  metadata: ProviderMetadata,
): readonly ProviderWarning[] {
  const uris = configuredUris(configuration);
  return [
    ...uris.filter(([, uri]) => uri.startsWith('http:')).map(([path]) => withoutTls(path)),
    ...foreignOrigins(configuration.issuer, uris, metadata),
  ];
}

function configuredUris(configuration: ProviderConfiguration): readonly (readonly [string, string])[] {
  const { issuer, authorizationUri, tokenUri, jwksUri, logoutUri, pushedAuthorizationRequestUri } = configuration;
  const uris: (readonly [string, string | null])[] = [
    ['$.issuer', issuer],
    ['$.authorizationUri', authorizationUri],
    ['$.tokenUri', tokenUri],
    ['$.jwksUri', jwksUri],
    ['$.logoutUri', logoutUri],
    ['$.pushedAuthorizationRequestUri', pushedAuthorizationRequestUri],
    ...configuration.resources.map(({ uri }, index) => [`$.resources[${index}].uri`, uri] as const),
  ];
  return uris.filter((entry): entry is readonly [string, string] => entry[1] !== null);
}

const withoutTls = (path: string): ProviderWarning => ({
  code: 'http_uri',
  path,
  message: 'This address has no TLS: anyone on the way can read and change what is sent. Only for trying things out.',
});

function foreignOrigins(
  issuer: string | null,
  uris: readonly (readonly [string, string])[],
  { pinnedOrigins }: ProviderMetadata,
): ProviderWarning[] {
  if (issuer === null) return [];
  const own = new URL(issuer).origin;
  const configured = uris
    .filter(([, uri]) => new URL(uri).origin !== own)
    .map(([path, uri]) => ({
      code: 'foreign_origin',
      path,
      message: `${new URL(uri).origin} is another origin than the issuer's. Make sure that it belongs to the provider.`,
    }));
  const discovered = Object.entries(pinnedOrigins ?? {})
    .filter(([, origin]) => origin !== own)
    .map(([member, origin]) => ({
      code: 'foreign_origin',
      path: '$.issuer',
      message: `The issuer's metadata put ${member} at ${origin}, another origin than its own. Make sure that it belongs to the provider.`,
    }));
  return [...configured, ...discovered];
}
