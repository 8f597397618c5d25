import { jsonPath } from '../../http/schema-faults.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** The authorization request with one setting changed. If it is accepted so, that setting is at fault. */
export interface RequestVariant {
  readonly path: string;
  /** What was changed, e.g. `without PKCE`. */
  readonly change: string;
  readonly remedy: string;
  readonly configuration: ProviderConfiguration;
}

const variantLimit = 10;

/** Every optional part of the request, taken out (or PKCE put in), one at a time. Pure. */
export function requestVariants(configuration: ProviderConfiguration): readonly RequestVariant[] {
  const { scopes, authorizationParameters: parameters } = configuration;
  const needed = configuration.kind === 'oidc' ? ['openid'] : [];
  const variants: readonly (RequestVariant | false)[] = [
    {
      path: '$.usePkce',
      change: configuration.usePkce ? 'without PKCE' : 'with PKCE',
      remedy: `Set \`usePkce\` to ${configuration.usePkce ? 'false' : 'true'}.`,
      configuration: { ...configuration, usePkce: !configuration.usePkce },
    },
    configuration.responseMode !== null && {
      path: '$.responseMode',
      change: 'without `response_mode`',
      remedy: 'Set `responseMode` to null, or to one that the provider supports.',
      configuration: { ...configuration, responseMode: null },
    },
    scopes.some((scope) => !needed.includes(scope)) && {
      path: '$.scopes',
      change: needed.length === 0 ? 'without scopes' : 'with the scope `openid` only',
      remedy: 'Remove the scope that the provider does not know or does not allow this client.',
      configuration: { ...configuration, scopes: needed },
    },
    ...Object.keys(parameters).map((name) => withoutParameter(configuration, name)),
    configuration.claimsRequest !== null && {
      path: '$.claimsRequest',
      change: 'without the parameter `claims`',
      remedy: 'Set `claimsRequest` to null, or correct it.',
      configuration: { ...configuration, claimsRequest: null },
    },
    configuration.requestObject !== null && {
      path: '$.requestObject',
      change: 'without a request object',
      remedy:
        'Register our public keys at the provider, choose another `signingAlgorithm`, or set `requestObject` to null.',
      configuration: { ...configuration, requestObject: null },
    },
    configuration.usePushedAuthorizationRequests && {
      path: '$.usePushedAuthorizationRequests',
      change: 'without pushing it first',
      remedy: 'Set `usePushedAuthorizationRequests` to false, or have pushed requests allowed for this client.',
      configuration: { ...configuration, usePushedAuthorizationRequests: false },
    },
    configuration.dpop !== null && {
      path: '$.dpop',
      change: 'without `dpop_jkt`',
      remedy: 'Set `dpop` to null, or have DPoP enabled at the provider.',
      configuration: { ...configuration, dpop: null },
    },
    configuration.assurance.maxAuthenticationAgeSeconds !== null && {
      path: '$.assurance.maxAuthenticationAgeSeconds',
      change: 'without `max_age`',
      remedy: 'Set `maxAuthenticationAgeSeconds` to null.',
      configuration: {
        ...configuration,
        assurance: { ...configuration.assurance, maxAuthenticationAgeSeconds: null },
      },
    },
    configuration.idToken?.useNonce === true && withoutNonce(configuration),
  ];
  return variants.filter((variant) => variant !== false).slice(0, variantLimit);
}

function withoutParameter(configuration: ProviderConfiguration, name: string): RequestVariant {
  const { [name]: _removed, ...rest } = configuration.authorizationParameters;
  return {
    path: jsonPath(['authorizationParameters', name]),
    change: `without the parameter \`${name}\``,
    remedy: `Correct or remove \`${name}\` in \`authorizationParameters\`.`,
    configuration: { ...configuration, authorizationParameters: rest },
  };
}

function withoutNonce(configuration: ProviderConfiguration): RequestVariant | false {
  if (configuration.kind !== 'oidc') return false;
  return {
    path: '$.idToken.useNonce',
    change: 'without `nonce`',
    remedy: 'Set `idToken.useNonce` to false only if the provider documents that it refuses a nonce.',
    configuration: { ...configuration, idToken: { ...configuration.idToken, useNonce: false } },
  };
}
