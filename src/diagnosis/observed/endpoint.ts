import type { ServerMetadata } from '../../federation/metadata/server-metadata.js';
import type { JsonObject } from '../../json/json-object.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

export type EndpointName =
  | 'discovery'
  | 'authorization'
  | 'token'
  | 'jwks'
  | 'pushed_authorization'
  | 'logout'
  | `resource:${string}`;

/** An address that logins use, with the setting that decides it. */
export interface Endpoint {
  readonly name: EndpointName;
  /** In a sentence, e.g. `the token endpoint`. */
  readonly label: string;
  /** JSON path of the setting. */
  readonly path: string;
  readonly uri: string;
  /** Whether an admin entered it; otherwise the discovery document names it. */
  readonly configured: boolean;
  /** What the provider's discovery document names; null when that is not known. */
  readonly discovered: string | null;
}

const named = {
  authorization: ['the authorization endpoint', 'authorizationUri', 'authorization_endpoint'],
  token: ['the token endpoint', 'tokenUri', 'token_endpoint'],
  jwks: ['the JWKS URI', 'jwksUri', 'jwks_uri'],
  pushed_authorization: [
    'the pushed authorization request endpoint',
    'pushedAuthorizationRequestUri',
    'pushed_authorization_request_endpoint',
  ],
  logout: ['the end session endpoint', 'logoutUri', 'end_session_endpoint'],
} as const;

function textMember(document: JsonObject | null, member: string): string | null {
  const value = document?.[member];
  return typeof value === 'string' ? value : null;
}

/** Every address that logins use, in the order in which they use them. Those that are not known are left out. */
export function endpointsOf(
  configuration: ProviderConfiguration,
  server: ServerMetadata | null,
  document: JsonObject | null,
): readonly Endpoint[] {
  const used: readonly (keyof typeof named)[] = [
    'authorization',
    'token',
    ...(needsKeySet(configuration) || configuration.jwksUri !== null ? (['jwks'] as const) : []),
    ...(configuration.usePushedAuthorizationRequests ? (['pushed_authorization'] as const) : []),
    ...(configuration.useLogout || configuration.logoutUri !== null ? (['logout'] as const) : []),
  ];
  const fixed = used.flatMap((name): Endpoint[] => {
    const [label, setting, member] = named[name];
    const configured = configuration[setting];
    const discovered = textMember(document, member);
    const uri = configured ?? server?.[member] ?? null;
    if (uri === null) return [];
    return [{ name, label, path: `$.${setting}`, uri, configured: configured !== null, discovered }];
  });
  const userinfo = textMember(document, 'userinfo_endpoint');
  const resources = configuration.resources.flatMap((resource, index): Endpoint[] => {
    const uri = resource.uri ?? server?.userinfo_endpoint ?? null;
    if (uri === null) return [];
    return [
      {
        name: `resource:${resource.name}`,
        label: `the resource URI ${resource.name}`,
        path: `$.resources[${index}].uri`,
        uri,
        configured: resource.uri !== null,
        discovered: resource.type === 'userinfo' ? userinfo : null,
      },
    ];
  });
  return [...fixed, ...resources];
}

/** Whether any signature is verified with the provider's public keys. */
function needsKeySet(configuration: ProviderConfiguration): boolean {
  const { idToken, resources, responseMode } = configuration;
  return (
    responseMode?.includes('jwt') === true ||
    (idToken?.signingAlgorithms.some((algorithm) => !algorithm.startsWith('HS')) ?? false) ||
    resources.some(({ signingAlgorithms }) => signingAlgorithms.length > 0)
  );
}
