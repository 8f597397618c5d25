import type { LocatedMapping } from '../../providers/mappings-of.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

export { type LocatedMapping, locatedMappings } from '../../providers/mappings-of.js';

/** The setting that holds one of a mapping's claim paths, by its position. */
export function settingOfPath({ mapping, path }: LocatedMapping, index = 0): string {
  return mapping.paths === undefined ? `${path}.path` : `${path}.paths[${index}]`;
}

/** Whether a source holds the claims of OpenID Connect: the ID token, or UserInfo. */
export function isOpenIdSource(source: string, { resources, kind }: ProviderConfiguration): boolean {
  if (kind !== 'oidc') return false;
  return (
    source === 'id_token' || resources.some(({ name, type }) => type === 'userinfo' && source === `resource:${name}`)
  );
}
