import type { errors } from 'oidc-provider';
import type { OidcProvider } from './load-oidc-provider.js';

/** `invalid_grant` whose `error_description` says why: that of oidc-provider says so to its own log only. */
export function refusedGrant(
  { errors: { CustomOIDCProviderError } }: Pick<OidcProvider, 'errors'>,
  description: string,
): errors.CustomOIDCProviderError {
  return new CustomOIDCProviderError('invalid_grant', description);
}
