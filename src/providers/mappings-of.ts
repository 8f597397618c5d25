import type { FieldMapping } from '../claims/field-mapping.js';
import type { SourcedMapping } from '../claims/judge-mappings.js';
import { isOfUser } from '../claims/target.js';
import type { ProviderConfiguration } from './provider-configuration.js';

/** A field mapping with its place in the provider body, e.g. `$.idToken.mappings[0]`. */
export interface LocatedMapping extends SourcedMapping {
  readonly path: string;
}

/** Every field mapping of a provider that is about signers, in the order in which they are judged and their verdicts stand. */
export function locatedMappings(configuration: ProviderConfiguration): readonly LocatedMapping[] {
  return everyMapping(configuration).filter(({ mapping }) => !isOfUser(mapping.target));
}

/** Those that are about people of the tenant who log in. */
export function userMappingsOf(configuration: ProviderConfiguration): readonly SourcedMapping[] {
  return everyMapping(configuration)
    .filter(({ mapping }) => isOfUser(mapping.target))
    .map(({ source, mapping }) => ({ source, mapping }));
}

function everyMapping(configuration: ProviderConfiguration): readonly LocatedMapping[] {
  const { idToken, tokenResponse, authorizationResponse, resources } = configuration;
  const at = (source: SourcedMapping['source'], place: string, mappings: readonly FieldMapping[]): LocatedMapping[] =>
    mappings.map((mapping, index) => ({ source, mapping, path: `${place}.mappings[${index}]` }));
  return [
    ...at('id_token', '$.idToken', idToken?.mappings ?? []),
    ...at('token_response', '$.tokenResponse', tokenResponse.mappings),
    ...at('authorization_response', '$.authorizationResponse', authorizationResponse.mappings),
    ...resources.flatMap(({ name, mappings }, index) => at(`resource:${name}`, `$.resources[${index}]`, mappings)),
  ];
}

/** Those of `locatedMappings` with their source, in the order in which they are judged. */
export function mappingsOf(configuration: ProviderConfiguration): readonly SourcedMapping[] {
  return locatedMappings(configuration).map(({ source, mapping }) => ({ source, mapping }));
}
