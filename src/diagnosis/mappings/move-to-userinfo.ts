import { isDeepStrictEqual } from 'node:util';
import type { FieldMapping } from '../../claims/field-mapping.js';
import { pathsOf } from '../../claims/field-mapping.js';
import { readClaim } from '../../claims/read-claim.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { maximumResources, type Resource, resourceSchema } from '../../providers/configuration/resource.schema.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type LocatedMapping, locatedMappings } from './located-mapping.js';
import { missingScope } from './missing-scope.js';
import { standardClaim } from './standard-claims.js';

/** What a login has shown of a provider, and how the provider was configured then. */
interface Shown {
  readonly configuration: ProviderConfiguration;
  readonly sources: readonly SourcedClaims[];
}

/** Why a mapping on the ID token finds nothing, and what to do: its claim is at UserInfo. */
interface UserinfoMove {
  /** The claim was seen there; else it is where OpenID Connect puts it. */
  readonly wasSeen: boolean;
  readonly remedy: string;
  /** `idToken` and `resources` of the provider body as they should be; null where an address has to be entered first. */
  readonly change: Pick<ProviderConfiguration, 'idToken' | 'resources'> | null;
}

/**
 * In the code flow claims that a scope asks for come from UserInfo (OpenID Connect Core §5.4); some providers put them into the ID
 * token as well. Null for a mapping that is not on the ID token, that finds something there, or whose claim is not known to be at
 * UserInfo. The change moves every mapping that this holds for, so that one is enough. Pure.
 */
export function moveToUserinfo(located: LocatedMapping, shown: Shown): UserinfoMove | null {
  const place = placeOf(located, shown);
  if (place === null) return null;
  const { configuration } = shown;
  const present = userinfoOf(configuration);
  const named = present === null ? 'Add a resource of type `userinfo`' : `Use the resource \`${present.name}\``;
  const address = present !== null || configuration.discovery ? '' : ' with the address of UserInfo as `uri`';
  return {
    wasSeen: place === 'seen',
    remedy: `${named}${address} and move the mapping there: this provider keeps the claim out of the ID token (OpenID Connect Core §5.4).`,
    change: changeOf(shown, present),
  };
}

const userinfoOf = ({ resources }: ProviderConfiguration): Resource | null =>
  resources.find(({ type }) => type === 'userinfo') ?? null;

function placeOf(located: LocatedMapping, { configuration, sources }: Shown): 'seen' | 'usual' | null {
  if (configuration.kind !== 'oidc' || located.source !== 'id_token') return null;
  const paths = pathsOf(located.mapping);
  const findIn = (source: string): boolean | null => {
    const claims = sources.find((one) => one.source === source)?.claims;
    return claims === undefined ? null : paths.some((path) => readClaim(path, claims).outcome !== 'missing');
  };
  if (findIn('id_token') !== false) return null;
  const present = userinfoOf(configuration);
  const seen = present === null ? null : findIn(`resource:${present.name}`);
  if (seen !== null) return seen ? 'seen' : null;
  const isStandard = paths.every(({ segments }) => standardClaim(String(segments?.[0])) !== null);
  return isStandard && missingScope(located, configuration) === null ? 'usual' : null;
}

function changeOf(shown: Shown, present: Resource | null): UserinfoMove['change'] {
  const { configuration } = shown;
  const { idToken, resources, discovery } = configuration;
  if (idToken === null || (present === null && (!discovery || resources.length >= maximumResources))) return null;
  const moved = locatedMappings(configuration)
    .filter((one) => placeOf(one, shown) !== null)
    .map(({ mapping }) => mapping);
  const staying = idToken.mappings.filter((mapping) => !moved.includes(mapping));
  return {
    idToken: { ...idToken, mappings: staying },
    resources:
      present === null
        ? [...resources, { ...newUserinfo(resources), mappings: moved }]
        : resources.map((one) => (one === present ? { ...one, mappings: together(one.mappings, moved) } : one)),
  };
}

function newUserinfo(resources: readonly Resource[]): Resource {
  const isFree = (name: string) => resources.every((one) => one.name !== name);
  const name = ['userinfo', ...resources.map((_, index) => `userinfo-${index + 2}`)].find(isFree);
  return resourceSchema.parse({ name, type: 'userinfo' });
}

function together(mappings: readonly FieldMapping[], moved: readonly FieldMapping[]): FieldMapping[] {
  return [...mappings, ...moved.filter((one) => !mappings.some((other) => isDeepStrictEqual(one, other)))];
}
