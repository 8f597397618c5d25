import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import {
  encryptJwt,
  JOHN_DOE,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** A tenant has one `jwks_uri`, and a provider that encrypts takes any key of the set that fits its algorithm (RFC 7517 §4.2). */
describe('a token that is encrypted to a published key of the tenant', () => {
  const acme = ownName('acme');
  const foreign = ownName('stranger');
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant(acme);
    provider = await startScriptableProvider({ clientSecret: 'secret', person: JOHN_DOE });
    await addProvider(tenant, 'first');
    await addProvider(tenant, 'second');
    await addProvider(await service.newTenant(foreign), 'first');
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  const addProvider = async (client: ApiClient, name: string) => {
    const added = await client.post('/v1/providers', {
      name,
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      idToken: { encryption: { keyManagementAlgorithms: ['RSA-OAEP-256'] } },
    });
    expect(added).toMatchObject({ status: 201 });
  };

  const encryptionKeysOf = async (name: string): Promise<readonly JWK[]> => {
    const answer = await fetch(`${service.url}/v1/tenants/${name}/jwks.json`);
    return ((await answer.json()) as { keys: readonly JWK[] }).keys.filter(({ use }) => use === 'enc');
  };

  const logIn = async (name: string, key: JWK, named = true): Promise<unknown> => {
    const { kid: _kid, ...unnamed } = key;
    provider.behave({ wrapIdToken: (signed) => encryptJwt(signed, named ? key : unnamed) });
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: 'env-1' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com' },
      providers: [{ name }],
    });
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    const browser = new SignerBrowser();
    await browser.post(signInUrl, { provider: name }, signInUrl);
    await browser.close();
    return ((await tenant.get(`/v1/signer-authentications/${id}`)).body as { status: unknown }).status;
  };

  it('is opened whichever provider the key was made for', async () => {
    const keys = await encryptionKeysOf(acme);
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(await logIn('first', key)).toBe('succeeded');
      expect(await logIn('second', key, false)).toBe('succeeded');
    }
  });

  it('is opened with a key that was published while the provider was in use', async () => {
    await addProvider(tenant, 'third');
    for (const key of await encryptionKeysOf(acme)) expect(await logIn('first', key)).toBe('succeeded');
  });

  it("is not opened with another tenant's key, nor with one of a deleted provider", async () => {
    const [strange] = await encryptionKeysOf(foreign);
    expect(strange).toBeDefined();
    expect(await logIn('first', strange as JWK)).toBe('pending');

    const before = await encryptionKeysOf(acme);
    const { headers } = await tenant.get('/v1/providers/third');
    expect((await tenant.delete('/v1/providers/third', { 'if-match': headers.get('etag') ?? '' })).status).toBe(204);
    const after = await encryptionKeysOf(acme);
    const gone = before.find(({ kid }) => !after.some((key) => key.kid === kid));
    expect(gone).toBeDefined();
    expect(await logIn('first', gone as JWK)).toBe('pending');
  });
});
