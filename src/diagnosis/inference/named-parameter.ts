import { jsonPath } from '../../http/schema-faults.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { literalPattern } from '../observed/literal-pattern.js';

/** Parameters of the requests (RFC 6749, RFC 7636, RFC 9101, RFC 9126, OpenID Connect Core) with the setting behind each. */
const settings: readonly (readonly [string, string])[] = [
  ['code_challenge_method', '$.usePkce'],
  ['code_challenge', '$.usePkce'],
  ['code_verifier', '$.usePkce'],
  ['PKCE', '$.usePkce'],
  ['redirect_uri', '$.redirectUri'],
  ['response_mode', '$.responseMode'],
  ['scope', '$.scopes'],
  ['claims', '$.claimsRequest'],
  ['max_age', '$.assurance.maxAuthenticationAgeSeconds'],
  ['dpop_jkt', '$.dpop'],
  ['request_uri', '$.usePushedAuthorizationRequests'],
  ['request', '$.requestObject'],
  ['nonce', '$.idToken.useNonce'],
  ['client_id', '$.clientId'],
  ['client_secret', '$.clientAuthentication.clientSecret'],
  ['client_assertion', '$.clientAuthentication'],
];

/**
 * The setting behind the parameter that a provider names in its `error_description`. RFC 6749 §4.1.2.1 leaves the text free,
 * so only names of parameters that this configuration sends are looked for, never words.
 */
export function settingNamedIn(text: string, configuration: ProviderConfiguration): string | null {
  const own = Object.keys(configuration.authorizationParameters).map(
    (name) => [name, jsonPath(['authorizationParameters', name])] as const,
  );
  const sent = settings.filter(([, path]) => isSent(path, configuration));
  const isIn = (name: string, flags: string) =>
    new RegExp(`(?<![A-Za-z_])${literalPattern(name)}(?![A-Za-z_])`, flags).test(text);
  // What an admin has entered is named at the head of a sentence too ("Prompt none is …"); other words are common ones.
  const found = own.find(([name]) => isIn(name, 'i')) ?? sent.find(([name]) => isIn(name, ''));
  return found?.[1] ?? null;
}

function isSent(path: string, configuration: ProviderConfiguration): boolean {
  switch (path) {
    case '$.idToken.useNonce':
      return configuration.kind === 'oidc';
    case '$.responseMode':
      return configuration.responseMode !== null;
    case '$.claimsRequest':
      return configuration.claimsRequest !== null;
    case '$.requestObject':
      return configuration.requestObject !== null;
    case '$.usePushedAuthorizationRequests':
      return configuration.usePushedAuthorizationRequests;
    case '$.dpop':
      return configuration.dpop !== null;
    case '$.assurance.maxAuthenticationAgeSeconds':
      return configuration.assurance.maxAuthenticationAgeSeconds !== null;
    default:
      return true;
  }
}
