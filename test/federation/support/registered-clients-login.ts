import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid-provider.js';
import type { SignerBrowser } from '../../support/signer-browser.js';
import { type FederationUnderTest, federationUnderTest } from './federation-under-test.js';
import { providerUnderTest } from './provider-under-test.js';
import { clients, decryption, john, pem } from './registered-clients.js';
import { REDIRECT_URI, walk } from './walk.js';

type Credentials = Parameters<typeof providerUnderTest>[1];

/** John at a real OpenID provider, which serves all tests of a file; each of them has a federation of its own. */
export class RegisteredClientsLogin {
  provider!: OpenIdProvider;
  tested!: FederationUnderTest;

  constructor() {
    beforeAll(async () => {
      this.provider = await startOpenIdProvider({ clients, accounts: [john], acrValues: ['high'] });
      for (const { client_id } of clients) this.provider.registerRedirectUri(client_id, REDIRECT_URI);
    });
    beforeEach(() => {
      this.provider.calls.clear();
      this.tested = federationUnderTest();
    });
    afterEach(() => this.tested.close());
    afterAll(() => this.provider.close());
  }

  readonly asJohn = { atProvider: (browser: SignerBrowser) => browser.click('#account-john') };

  readonly configured = (clientId: string, more: object = {}, credentials: Credentials = []) =>
    providerUnderTest(
      { kind: 'oidc', clientId, clientAuthentication: { method: 'none' }, issuer: this.provider.issuer, ...more },
      credentials,
    );

  readonly walkAs = (clientId: string, more: object = {}, credentials: Credentials = []) =>
    walk(this.tested, this.configured(clientId, more, credentials), this.asJohn);
}

export const userinfo = (more: object = {}) => [{ name: 'userinfo', type: 'userinfo', ...more }];
export const rsaDecryption = {
  kind: 'decryption_key',
  value: pem(decryption.rsa.privateKey),
  keyId: 'rsa-enc',
} as const;
