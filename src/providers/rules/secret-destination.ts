import type { PinnedOrigins } from '../provider.js';
import type { ClientAuthenticationMethod, ProviderConfiguration } from '../provider-configuration.js';

/** Methods that send the client secret itself, not a proof of it. */
const methodsThatSendTheSecret: readonly ClientAuthenticationMethod[] = ['client_secret_basic', 'client_secret_post'];

function sendsTheSecret(configuration: ProviderConfiguration): boolean {
  return methodsThatSendTheSecret.includes(configuration.clientAuthentication.method);
}

/**
 * Why a stored client secret may not be used under a changed configuration: it was entered for another destination, and
 * whoever may change a provider does not thereby know its secret. Empty: it may.
 *
 * @param pinned origins of the issuer's endpoints as the first discovery found them
 */
export function reasonsToEnterAgain(
  before: ProviderConfiguration,
  after: ProviderConfiguration,
  pinned: PinnedOrigins | null,
): readonly string[] {
  const reasons: string[] = [];
  if (before.issuer !== after.issuer) reasons.push('the issuer changes');
  const allowed = destinationsOf(before, pinned);
  if (destinationsOf(after, pinned).some((origin) => !allowed.includes(origin))) {
    reasons.push('the origin of the token endpoint or of the pushed authorization request endpoint changes');
  }
  if (before.trust.ca !== after.trust.ca || before.trust.leaf !== after.trust.leaf) reasons.push('TLS trust changes');
  if (sendsTheSecret(after) && !sendsTheSecret(before)) {
    reasons.push(`${after.clientAuthentication.method} sends the secret, which the method before did not`);
  }
  return reasons;
}

/** Origins that client authentication goes to. What discovery will name is as trusted as the issuer itself. */
function destinationsOf(configuration: ProviderConfiguration, pinned: PinnedOrigins | null): readonly string[] {
  const { issuer, tokenUri, usePushedAuthorizationRequests, pushedAuthorizationRequestUri } = configuration;
  const discovered = (member: string): string =>
    pinned?.[member] ?? (issuer === null ? 'none' : new URL(issuer).origin);
  const token = tokenUri === null ? discovered('token_endpoint') : new URL(tokenUri).origin;
  if (!usePushedAuthorizationRequests || pushedAuthorizationRequestUri === null) return [token];
  return [token, new URL(pushedAuthorizationRequestUri).origin];
}
