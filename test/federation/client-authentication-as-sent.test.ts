import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { startScriptableProvider } from '../support/scriptable-provider.js';
import { federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, walk } from './support/walk.js';

const keys = { p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('client authentication as it is sent', () => {
  it.each([
    ['standard', 'a:b c', 'p%&+ü-._~*', 'a%3Ab%20c:p%25%26%2B%C3%BC-._%7E*'],
    ['raw', 'a b', 'p%&+ü-._~*', 'a b:p%&+ü-._~*'],
  ])('client_secret_basic %s', async (basicEncoding, clientId, clientSecret, credentials) => {
    const provider = await startScriptableProvider({ clientId, signingAlgorithm: 'ES256' });
    const tested = federationUnderTest();
    try {
      const configured = providerUnderTest({
        kind: 'oidc',
        clientId,
        clientAuthentication: { method: 'client_secret_basic', clientSecret, basicEncoding },
        issuer: provider.issuer,
        idToken: { signingAlgorithms: ['ES256'] },
      });
      completed(await walk(tested, configured));
      const header = provider.calls.last('token').headers.authorization ?? '';
      expect(Buffer.from(header.slice('Basic '.length), 'base64').toString()).toBe(credentials);
      expect(provider.calls.last('token').form.has('client_id')).toBe(false);
    } finally {
      await tested.close();
      await provider.close();
    }
  });

  it("Apple's client secret is an ES256 JWT of the team about the client", async () => {
    const provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
    const tested = federationUnderTest();
    try {
      const configured = providerUnderTest({
        kind: 'oidc',
        clientId: provider.clientId,
        clientAuthentication: {
          method: 'apple_client_secret',
          teamId: 'TEAM123456',
          keyId: 'KEY1234567',
          privateKey: pem(keys.p256.privateKey),
        },
        issuer: provider.issuer,
        responseMode: 'form_post',
        idToken: { signingAlgorithms: ['ES256'] },
        authorizationResponse: {
          mappings: [{ path: 'user.name.lastName', action: 'update', target: 'recipient.lastName' }],
        },
      });
      const user = { name: { firstName: 'John', lastName: 'Doe' }, email: 'john@example.com' };
      provider.behave({ authorization: { user: JSON.stringify(user) } });
      const trip = completed(await walk(tested, configured));

      const sent = provider.calls.last('token').form.get('client_secret') ?? '';
      const publicKey = await importSPKI(
        keys.p256.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        'ES256',
      );
      await jwtVerify(sent, publicKey, { issuer: 'TEAM123456', subject: provider.clientId, audience: provider.issuer });
      expect(decodeProtectedHeader(sent)).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
      expect((decodeJwt(sent).exp ?? 0) - (decodeJwt(sent).iat ?? 0)).toBe(300);
      expect(trip.sources).toContainEqual({ source: 'authorization_response', claims: { user } });
    } finally {
      await tested.close();
      await provider.close();
    }
  });
});
