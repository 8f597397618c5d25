import { pathsOf } from '../../claims/field-mapping.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { isOpenIdSource, type LocatedMapping } from './located-mapping.js';
import { standardClaim } from './standard-claims.js';

/** The scope that would ask for a standard claim and that is not requested. */
export function missingScope({ mapping, source }: LocatedMapping, configuration: ProviderConfiguration): string | null {
  if (!isOpenIdSource(source, configuration) && !mayBeUserinfo(source, configuration)) return null;
  const asked = { ...configuration.claimsRequest?.id_token, ...configuration.claimsRequest?.userinfo };
  const scopes = pathsOf(mapping).map(({ text }) => {
    const name = firstName(text);
    const scope = name === null ? null : (standardClaim(name)?.scope ?? null);
    if (scope === null || name === null || configuration.scopes.includes(scope)) return null;
    return Object.hasOwn(asked, name) ? null : scope;
  });
  return scopes.find((scope) => scope !== null) ?? null;
}

/** With kind `oauth2` UserInfo is a resource like any other; who asks for scopes of OpenID Connect expects its claims. */
function mayBeUserinfo(source: string, { kind, scopes }: ProviderConfiguration): boolean {
  const standard = ['openid', 'profile', 'email', 'phone', 'address'];
  return kind === 'oauth2' && source.startsWith('resource:') && scopes.some((scope) => standard.includes(scope));
}

function firstName(path: string): string | null {
  return /^[a-z_]+/.exec(path)?.[0] ?? null;
}
