import type { Provider } from './provider-queries.js';

export type Mapping = NonNullable<NonNullable<Provider['idToken']>['mappings'][number]>;

/** A mapping, where its value comes from, and where it stands in the configuration. */
export interface PlacedMapping {
  /** `id_token`, `token_response`, `authorization_response` or `resource:<name>`, as verdicts name it. */
  readonly source: string;
  /** E.g. `$.idToken.mappings[0]`. */
  readonly at: string;
  readonly mapping: Mapping;
}

const placed = (source: string, at: string, mappings: readonly Mapping[] | undefined): PlacedMapping[] =>
  (mappings ?? []).map((mapping, index) => ({ source, at: `${at}[${index}]`, mapping }));

/** Every mapping of a provider, from whichever source. */
export function mappingsOf(provider: Provider): readonly PlacedMapping[] {
  return [
    ...placed('id_token', '$.idToken.mappings', provider.idToken?.mappings),
    ...placed('token_response', '$.tokenResponse.mappings', provider.tokenResponse.mappings),
    ...placed('authorization_response', '$.authorizationResponse.mappings', provider.authorizationResponse.mappings),
    ...provider.resources.flatMap(({ name, mappings }, index) =>
      placed(`resource:${name}`, `$.resources[${index}].mappings`, mappings),
    ),
  ];
}

/** The path or paths that a mapping reads. */
export const pathOf = ({ path, paths }: Mapping): string => path ?? (paths ?? []).join(' + ');

/** Where the mappings of a source stand; null for a source that has none. */
export function placeOfMappings(source: string, resources: readonly { readonly name: string }[]): string | null {
  if (source === 'id_token') return '$.idToken.mappings';
  if (source === 'token_response') return '$.tokenResponse.mappings';
  if (source === 'authorization_response') return '$.authorizationResponse.mappings';
  const index = resources.findIndex(({ name }) => source === `resource:${name}`);
  return index < 0 ? null : `$.resources[${index}].mappings`;
}
