import type { Answer } from '../http/answer.js';
import type { ScriptableProvider } from '../scriptable-provider.js';

/** Where OpenID Federation 1.0 §9.1 puts it. */
export const ENTITY_CONFIGURATION_PATH = '/.well-known/openid-federation';

/**
 * The signed statement in which a provider of a federation publishes its metadata and keys. One key stands for both the
 * federation's key and the one of tokens, which real providers keep apart.
 * @param changes to the claims; `undefined` leaves one out
 */
export function entityConfiguration(
  provider: ScriptableProvider,
  changes: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Answer {
  const now = Math.floor(Date.now() / 1000);
  const jwks = { keys: [provider.signingKey.publicJwk] };
  const claims = {
    iss: provider.issuer,
    sub: provider.issuer,
    iat: now,
    exp: now + 86_400,
    jwks,
    metadata: {
      openid_provider: {
        issuer: provider.issuer,
        authorization_endpoint: provider.authorizationUri,
        token_endpoint: provider.tokenUri,
        userinfo_endpoint: provider.userinfoUri,
        jwks,
        client_registration_types_supported: ['automatic'],
      },
    },
    authority_hints: ['https://registry.example'],
    ...changes,
  };
  return {
    headers: { 'content-type': 'application/entity-statement+jwt' },
    body: provider.sign(claims, { header: { typ: 'entity-statement+jwt', ...header } }),
  };
}
