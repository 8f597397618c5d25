import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

interface AuthorizationRequest {
  readonly configuration: ProviderConfiguration;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string | null;
  /** RFC 7636 §4.2, of method S256; null when PKCE is off. */
  readonly codeChallenge: string | null;
  /** JWK thumbprint of the attempt's DPoP key (RFC 9449 §10); null when DPoP is off. */
  readonly dpopKeyThumbprint: string | null;
  readonly language: string | null;
  readonly loginHint: string | null;
}

function assign(parameters: URLSearchParams, values: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(values)) if (value !== null) parameters.set(name, value);
}

/** Parameters that OpenID Connect Core §3.1.2.1 and §5.5 add. The admin's own `ui_locales` and the like win. */
function openIdParameters(request: AuthorizationRequest): Readonly<Record<string, string | null>> {
  const { configuration, language, loginHint, nonce } = request;
  if (configuration.kind !== 'oidc') return { login_hint: configuration.useLoginHint ? loginHint : null };
  const own = configuration.authorizationParameters;
  const { maxAuthenticationAgeSeconds } = configuration.assurance;
  return {
    nonce,
    ui_locales: own['ui_locales'] ?? language,
    login_hint: configuration.useLoginHint ? loginHint : null,
    max_age: maxAuthenticationAgeSeconds === null ? null : String(maxAuthenticationAgeSeconds),
    claims: configuration.claimsRequest === null ? null : JSON.stringify(configuration.claimsRequest),
  };
}

/**
 * The authorization request (RFC 6749 §4.1.1): the admin's further parameters first, so that none of them can replace one of
 * the protocol. Pure.
 */
export function authorizationParameters(request: AuthorizationRequest): URLSearchParams {
  const { configuration, codeChallenge } = request;
  const parameters = new URLSearchParams(configuration.authorizationParameters);
  assign(parameters, {
    response_type: 'code',
    client_id: configuration.clientId,
    redirect_uri: request.redirectUri,
    scope: configuration.scopes.length > 0 ? configuration.scopes.join(' ') : null,
    state: request.state,
    response_mode: configuration.responseMode,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge === null ? null : 'S256',
    dpop_jkt: request.dpopKeyThumbprint,
    ...openIdParameters(request),
  });
  return parameters;
}
