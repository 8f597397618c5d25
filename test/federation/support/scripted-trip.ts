import { afterEach, beforeEach } from '@jest/globals';
import { type ScriptableProvider, startScriptableProvider } from '../../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './federation-under-test.js';
import { providerUnderTest } from './provider-under-test.js';

/** A provider that does as a test says, and a federation, both made anew for each test. */
export class ScriptedTrip {
  provider!: ScriptableProvider;
  tested!: FederationUnderTest;

  constructor() {
    beforeEach(async () => {
      this.provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
      this.tested = federationUnderTest();
    });
    afterEach(async () => {
      await this.tested.close();
      await this.provider.close();
    });
  }

  readonly configured = (more: object = {}) => configuredAt(this.provider, more);
}

/** A public client at a provider that signs with ES256. */
export const configuredAt = ({ clientId, issuer }: ScriptableProvider, more: object = {}) =>
  providerUnderTest({
    kind: 'oidc',
    clientId,
    clientAuthentication: { method: 'none' },
    issuer,
    idToken: { signingAlgorithms: ['ES256'] },
    ...more,
  });
