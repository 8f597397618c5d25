import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { refuse } from '../refusal.js';
import {
  type ProviderMetadata,
  providerMetadata,
  type ServerMetadata,
  serverMetadataSchema,
} from './server-metadata.js';

/** Members of the metadata that the configuration gives; they win over discovered ones. */
export function configuredMembers(configuration: ProviderConfiguration): Partial<ServerMetadata> {
  const given = {
    authorization_endpoint: configuration.authorizationUri,
    token_endpoint: configuration.tokenUri,
    jwks_uri: configuration.jwksUri,
    end_session_endpoint: configuration.logoutUri,
    pushed_authorization_request_endpoint: configuration.pushedAuthorizationRequestUri,
  };
  return Object.fromEntries(Object.entries(given).filter(([, uri]) => uri !== null));
}

/**
 * The metadata of a provider without discovery: what the configuration says and nothing else.
 * @throws CountersignError `discovery.endpoint_missing`
 */
export function explicitMetadata(configuration: ProviderConfiguration): ProviderMetadata {
  const { authorizationUri, tokenUri, issuer, allowedTenantIds } = configuration;
  if (authorizationUri === null || tokenUri === null) {
    const missing = authorizationUri === null ? 'authorizationUri' : 'tokenUri';
    throw refuse('discovery.endpoint_missing', `${missing} is needed, and discovery is off`);
  }
  const server = serverMetadataSchema.parse({
    ...configuredMembers(configuration),
    issuer: issuer ?? new URL(authorizationUri).origin,
  });
  return providerMetadata(server, issuer === null ? null : { issuer, allowedTenantIds });
}
