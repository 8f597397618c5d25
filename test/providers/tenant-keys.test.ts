import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importJWK, importPKCS8, type JWK, jwtVerify, SignJWT } from 'jose';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ProviderDirectory } from '../../src/providers/provider-directory.js';
import { createSelfSignedClient } from '../support/certificates.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiClient } from '../support/service/api-client.js';
import { eventsIn, faultsIn, providerIn } from './answers.js';
import { leastOidc } from './bodies.js';
import { keys } from './keys.js';

let service: SharedService;

beforeAll(async () => {
  service = await sharedTestService();
});
afterAll(async () => {
  await service.close();
});

const jwkSetSchema = z.strictObject({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), use: z.string(), alg: z.string().optional() })),
});

/** A tenant of its own for a test, so that its key set holds nothing else. */
async function tenant(): Promise<{ name: string; api: ApiClient; id: string }> {
  const name = ownName('keys');
  const api = await service.newTenant(name);
  const rows: { id: string }[] = await service.app
    .get(DataSource)
    .query('SELECT id FROM tenant WHERE name = $1', [name]);
  return { name, api, id: rows[0]!.id };
}

async function publishedKeys(name: string) {
  const answer = await fetch(`${service.url}/v1/tenants/${name}/jwks.json`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/jwk-set\+json/);
  return jwkSetSchema.parse(await answer.json()).keys;
}

const withMethod = (clientAuthentication: object, more: object = {}) => ({
  ...leastOidc,
  clientAuthentication,
  ...more,
});
const directory = () => service.app.get(ProviderDirectory, { strict: false });

describe("a tenant's published keys", () => {
  it('are none at first, and not found for a tenant that there is not', async () => {
    const { name } = await tenant();
    expect(await publishedKeys(name)).toEqual([]);
    expect((await fetch(`${service.url}/v1/tenants/nobody/jwks.json`)).status).toBe(404);
  });

  it.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])(
    'verify what the generated %s key signs',
    async (algorithm) => {
      const { name, api, id } = await tenant();
      const saved = await api.post(
        '/v1/providers',
        withMethod({ method: 'private_key_jwt', signingAlgorithm: algorithm }),
      );
      const { id: providerId, clientAuthentication } = providerIn(saved);
      const [key] = await publishedKeys(name);
      expect(clientAuthentication).toMatchObject({ privateKey: { set: true }, keyId: key!.kid });
      expect(key).toMatchObject({ use: 'sig', alg: algorithm });
      expect(key).not.toHaveProperty('d');
      const provider = await directory().forStart(id, providerId);
      const privateKey = await importPKCS8(provider!.credentials[0]!.value, algorithm);
      const assertion = await new SignJWT().setProtectedHeader({ alg: algorithm }).sign(privateKey);
      await expect(jwtVerify(assertion, await importJWK(key as JWK, algorithm))).resolves.toBeDefined();
    },
  );

  it('hold an own key under its own name, and its public half only', async () => {
    const { name, api } = await tenant();
    const method = { method: 'private_key_jwt', signingAlgorithm: 'ES256', privateKey: keys.p256, keyId: 'our-key' };
    expect((await api.post('/v1/providers', withMethod(method))).status).toBe(201);
    const [key] = await publishedKeys(name);
    expect(Object.keys(key!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(key).toMatchObject({ kid: 'our-key', alg: 'ES256' });
  });

  it("never hold Apple's key, a secret, or the certificate of a CA", async () => {
    const { name, api } = await tenant();
    const { certificate, privateKey } = await createSelfSignedClient();
    const methods = [
      { method: 'apple_client_secret', teamId: 'ABCDE12345', keyId: 'K', privateKey: keys.p256 },
      { method: 'client_secret_jwt', clientSecret: 'a secret' },
      { method: 'tls_client_auth', certificate, privateKey },
    ];
    for (const [index, method] of methods.entries()) {
      const saved = await api.post('/v1/providers', { ...withMethod(method), name: `p${index}` });
      expect(saved.status).toBe(201);
    }
    expect(await publishedKeys(name)).toEqual([]);
  });

  it('hold a self-signed certificate with its chain', async () => {
    const { name, api } = await tenant();
    const { certificate, privateKey } = await createSelfSignedClient();
    const saved = await api.post(
      '/v1/providers',
      withMethod({ method: 'self_signed_tls_client_auth', certificate, privateKey }),
    );
    expect(saved.status).toBe(201);
    const [key] = await publishedKeys(name);
    const der = certificate.replace(/-----[^-]+-----|\s/g, '');
    expect(key).toMatchObject({ x5c: [der] });
  });

  it('hold encryption keys of each family that is asked for', async () => {
    const { name, api } = await tenant();
    const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256', 'ECDH-ES'] };
    const saved = await api.post('/v1/providers', { ...leastOidc, idToken: { encryption } });
    expect(providerIn(saved).decryptionKey.set).toBe(true);
    const published = await publishedKeys(name);
    expect(new Set(published.map(({ kty, use, alg }) => `${kty} ${use} ${alg ?? ''}`))).toEqual(
      new Set(['RSA enc RSA-OAEP-256', 'EC enc ECDH-ES']),
    );
  });

  it('are gone with their provider', async () => {
    const { name, api } = await tenant();
    await api.post('/v1/providers', withMethod({ method: 'private_key_jwt', signingAlgorithm: 'ES256' }));
    await api.delete('/v1/providers/least-oidc', { 'if-match': '"1"' });
    expect(await publishedKeys(name)).toEqual([]);
  });
});

describe('a key rotation', () => {
  it('publishes the new key before it signs, and the old one until the overlap ends', async () => {
    const { name, api, id } = await tenant();
    const saved = await api.post('/v1/providers', withMethod({ method: 'private_key_jwt', signingAlgorithm: 'ES256' }));
    const providerId = providerIn(saved).id;
    const signingKey = async () => (await directory().forStart(id, providerId))?.credentials[0]?.keyId;
    const [old] = await publishedKeys(name);

    const rotated = await api.post('/v1/providers/least-oidc/key-rotations', {
      useAfterSeconds: 600,
      overlapSeconds: 600,
    });
    expect(rotated).toMatchObject({ status: 200, body: { revision: 1 } });
    const [fresh] = (await publishedKeys(name)).filter(({ kid }) => kid !== old!.kid);
    expect((await publishedKeys(name)).length).toBe(2);
    expect(await signingKey()).toBe(old!.kid);

    service.clock.advance(601_000);
    expect(await signingKey()).toBe(fresh!.kid);
    expect((await publishedKeys(name)).length).toBe(2);

    service.clock.advance(601_000);
    expect((await publishedKeys(name)).map(({ kid }) => kid)).toEqual([fresh!.kid]);
    service.clock.advance(-1_202_000);
  });

  it('lets both decryption keys open tokens at once', async () => {
    const { api, id } = await tenant();
    const encryption = { keyManagementAlgorithms: ['ECDH-ES'] };
    const saved = await api.post('/v1/providers', { ...leastOidc, idToken: { encryption } });
    await api.post('/v1/providers/least-oidc/key-rotations', { purpose: 'decryption_key' });
    const provider = await directory().forStart(id, providerIn(saved).id);
    expect(provider?.credentials.filter(({ kind }) => kind === 'decryption_key')).toHaveLength(2);
  });

  it('is in the trail without any key', async () => {
    const { api } = await tenant();
    await api.post('/v1/providers', withMethod({ method: 'private_key_jwt', signingAlgorithm: 'ES256' }));
    await api.post('/v1/providers/least-oidc/key-rotations', {});
    const events = eventsIn(await api.get('/v1/audit-events?type=provider.key_rotated'));
    expect(events).toMatchObject([
      { data: { provider: 'least-oidc', credentials: [{ purpose: 'signing_key', version: 2, generated: true }] } },
    ]);
    expect(JSON.stringify(events)).not.toContain('PRIVATE');
  });

  it('is refused where there is no such key', async () => {
    const { api } = await tenant();
    await api.post('/v1/providers', leastOidc);
    const answer = await api.post('/v1/providers/least-oidc/key-rotations', {});
    expect(answer.status).toBe(422);
    expect(faultsIn(answer)).toEqual(['$.purpose']);
  });
});
