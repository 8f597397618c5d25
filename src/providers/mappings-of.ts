import type { SourcedMapping } from '../claims/judge-mappings.js';
import type { ProviderConfiguration } from './provider-configuration.js';

/** Every field mapping of a provider with its source, in the order in which they are judged. */
export function mappingsOf(configuration: ProviderConfiguration): readonly SourcedMapping[] {
  return [
    ...(configuration.idToken?.mappings ?? []).map((mapping) => ({ source: 'id_token', mapping }) as const),
    ...configuration.tokenResponse.mappings.map((mapping) => ({ source: 'token_response', mapping }) as const),
    ...configuration.authorizationResponse.mappings.map(
      (mapping) => ({ source: 'authorization_response', mapping }) as const,
    ),
    ...configuration.resources.flatMap((resource) =>
      resource.mappings.map((mapping) => ({ source: `resource:${resource.name}`, mapping }) as const),
    ),
  ];
}
