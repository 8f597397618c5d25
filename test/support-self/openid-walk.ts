import * as client from 'openid-client';
import type { OpenIdProvider } from '../support/openid-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';

export const REDIRECT_URI = 'https://sign.example/callback/default/test';

interface ArrivedAtLogin {
  readonly browser: SignerBrowser;
  /** What `authorizationCodeGrant` has to check. */
  readonly checks: client.AuthorizationCodeGrantChecks;
}

/** A certified relying party that talks to a test provider on loopback. */
export function discover(
  provider: OpenIdProvider,
  metadata: Partial<client.ClientMetadata> & { readonly client_id: string },
  authentication: client.ClientAuth,
): Promise<client.Configuration> {
  return client.discovery(new URL(provider.issuer), metadata.client_id, metadata, authentication, {
    // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out; the provider is on loopback
    execute: [client.allowInsecureRequests],
  });
}

/** Opens the login page of the provider; `build` makes the authorization URL of the parameters. */
export async function arriveAtLogin(
  configuration: client.Configuration,
  extra: Readonly<Record<string, string>> = {},
  build: (parameters: Record<string, string>) => URL | Promise<URL> = (parameters) =>
    client.buildAuthorizationUrl(configuration, parameters),
): Promise<ArrivedAtLogin> {
  const browser = new SignerBrowser();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const url = await build({
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...extra,
  });
  await browser.open(url);
  return { browser, checks: { pkceCodeVerifier, expectedState: 'the-state', expectedNonce: 'the-nonce' } };
}
