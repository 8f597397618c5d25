import { describe, expect, it } from '@jest/globals';
import { decryption, pem } from './support/registered-clients.js';
import { RegisteredClientsLogin, rsaDecryption, userinfo } from './support/registered-clients-login.js';
import { completed, failed } from './support/walk.js';

describe('signed and encrypted tokens of a real OpenID provider', () => {
  const login = new RegisteredClientsLogin();
  const { walkAs } = login;
  const ecDecryption = { kind: 'decryption_key', value: pem(decryption.ec.privateKey), keyId: 'ec-enc' } as const;

  it.each(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'])(
    'decrypts an ID token encrypted with %s and keeps both forms as evidence',
    async (algorithm) => {
      const more = { idToken: { encryption: { keyManagementAlgorithms: [algorithm] } } };
      const trip = completed(await walkAs(`jwe-${algorithm}`, more, [ecDecryption, rsaDecryption]));
      expect(trip.idToken?.encrypted?.split('.')).toHaveLength(5);
      expect(trip.idToken?.raw.split('.')).toHaveLength(3);
    },
  );

  it.each([
    [
      'another key management algorithm',
      'jwe-RSA-OAEP',
      ['RSA-OAEP-256'],
      [rsaDecryption],
      'encryption_algorithm_refused',
    ],
    ['a key that we do not hold', 'jwe-RSA-OAEP', ['RSA-OAEP'], [ecDecryption], 'decryption_failed'],
    ['no encryption', 'plain', ['RSA-OAEP'], [rsaDecryption], 'encryption_missing'],
  ] as const)('refuses %s where encryption is configured', async (_what, clientId, algorithms, credentials, reason) => {
    const more = { idToken: { encryption: { keyManagementAlgorithms: algorithms } } };
    expect(failed(await walkAs(clientId, more, credentials)).code).toBe(`id_token.${reason}`);
  });

  it('refuses an encrypted ID token where none is configured', async () => {
    expect(failed(await walkAs('jwe-RSA-OAEP')).code).toBe('id_token.encryption_unexpected');
  });

  it.each(['RS512', 'PS256', 'ES256', 'EdDSA'])('verifies an ID token signed with %s', async (algorithm) => {
    const trip = completed(await walkAs(`id-token-${algorithm}`, { idToken: { signingAlgorithms: [algorithm] } }));
    expect(trip.subject.sub).toBe('john');
  });

  it('verifies an ID token signed with the client secret, during a rotation with either one', async () => {
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'x'.repeat(40) };
    const more = { clientAuthentication, idToken: { signingAlgorithms: ['HS256'] } };
    const older = [{ kind: 'client_secret', value: 'an older one' }] as const;
    const trip = completed(await walkAs('id-token-HS256', more, older));
    expect(trip.idToken).toMatchObject({ jwk: null, jwkThumbprint: null, jwks: null });
    expect(login.provider.calls.count('jwks')).toBe(0);
  });

  it('reads signed UserInfo', async () => {
    const trip = completed(await walkAs('userinfo-signed', { resources: userinfo({ signingAlgorithms: ['ES256'] }) }));
    expect(trip.sources[1]?.claims).toMatchObject({ sub: 'john' });
    expect(trip.resources[0]?.mediaType).toBe('application/jwt');
  });

  it('reads signed and encrypted UserInfo', async () => {
    const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };
    const resources = userinfo({ signingAlgorithms: ['RS256'], encryption });
    const trip = completed(await walkAs('userinfo-encrypted', { resources }, [rsaDecryption]));
    expect(trip.sources[1]?.claims).toMatchObject({ sub: 'john' });
  });

  it('refuses signed UserInfo with an algorithm that is not configured', async () => {
    const resources = userinfo({ signingAlgorithms: ['PS256'] });
    expect(failed(await walkAs('userinfo-signed', { resources })).code).toBe('resource.userinfo_jwt_invalid');
  });
});
