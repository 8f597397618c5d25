import type { FieldMapping } from '../../claims/field-mapping.js';
import type { SourcedMapping } from '../../claims/judge-mappings.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** A field mapping with its place in the provider body, e.g. `$.idToken.mappings[0]`. */
export interface LocatedMapping extends SourcedMapping {
  readonly path: string;
}

/** Every field mapping of a provider, in the order in which they are judged and their verdicts stand. */
export function locatedMappings(configuration: ProviderConfiguration): readonly LocatedMapping[] {
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

/** Whether a source holds the claims of OpenID Connect: the ID token, or UserInfo. */
export function isOpenIdSource(source: string, { resources, kind }: ProviderConfiguration): boolean {
  if (kind !== 'oidc') return false;
  return (
    source === 'id_token' || resources.some(({ name, type }) => type === 'userinfo' && source === `resource:${name}`)
  );
}
