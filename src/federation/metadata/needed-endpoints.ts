import { usesClientCertificate } from '../../client-authentication/certificate-credential.js';
import { uriSchema } from '../../http/uri.schema.js';
import type { JsonObject } from '../../json/json-object.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** Whether logins of this configuration go to an endpoint that a document may leave out. */
const isNeeded: Readonly<Record<string, (configuration: ProviderConfiguration) => boolean>> = {
  jwks_uri: ({ kind, resources, authorizationResponse, responseMode }) =>
    kind === 'oidc' ||
    responseMode?.includes('jwt') === true ||
    authorizationResponse.encryption !== null ||
    resources.length > 0,
  userinfo_endpoint: ({ resources }) => resources.some(({ uri }) => uri === null),
  end_session_endpoint: ({ useLogout }) => useLogout,
  pushed_authorization_request_endpoint: ({ usePushedAuthorizationRequests }) => usePushedAuthorizationRequests,
  mtls_endpoint_aliases: ({ clientAuthentication }) => usesClientCertificate(clientAuthentication.method),
};

/** Whether a login of this configuration goes to an endpoint, by the name of `endpointsOf`. What nobody uses stops nobody. */
export function isEndpointNeeded(name: string, configuration: ProviderConfiguration): boolean {
  const needed = (member: string) => isNeeded[member]?.(configuration) ?? true;
  const alias = /^mtls_(.+)$/.exec(name)?.[1];
  if (alias === undefined) return needed(name);
  // A resource that has the endpoint's own address for its URI goes to the alias too.
  const isAliasNeeded = alias === 'userinfo_endpoint' ? configuration.resources.length > 0 : needed(alias);
  return needed('mtls_endpoint_aliases') && isAliasNeeded;
}

function canBeRead(name: string, value: unknown): boolean {
  if (name !== 'mtls_endpoint_aliases') return uriSchema.safeParse(value).success;
  return typeof value === 'object' && value !== null && Object.values(value).every((uri) => canBeRead('', uri));
}

/**
 * Endpoints of a discovery document that cannot be read and that no login of this configuration would go to: they are left out
 * and stop nobody. Pure.
 * @returns names of members, e.g. `end_session_endpoint`
 */
export function unusableEndpoints(document: JsonObject, configuration: ProviderConfiguration): readonly string[] {
  return Object.entries(isNeeded)
    .filter(([name, needed]) => {
      const value = document[name];
      return value !== undefined && value !== null && !needed(configuration) && !canBeRead(name, value);
    })
    .map(([name]) => name);
}
