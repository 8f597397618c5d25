import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TenantStore } from '../../src/access/tenant.store.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ProviderDirectory } from '../../src/providers/provider-directory.js';
import type { ProviderForTrip } from '../../src/providers/provider-for-trip.js';
import { ProviderLocationStore } from '../../src/providers/stores/provider-location.store.js';
import { RecipientStore } from '../../src/signer-authentications/stores/recipient.store.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiClient } from '../support/service/api-client.js';
import { problemIn, providerIn } from './answers.js';
import { leastOidc } from './bodies.js';

const ACME = ownName('acme');
let service: SharedService;
let api: ApiClient;
let directory: ProviderDirectory;
let tenantId: string;
let names = 0;

beforeAll(async () => {
  service = await sharedTestService();
  api = await service.newTenant(ACME);
  directory = service.app.get(ProviderDirectory, { strict: false });
  tenantId = (await service.app.get(TenantStore).findByName(ACME))!.id;
});
afterAll(async () => {
  await service.close();
});

interface Saved {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

async function saved(changes: object = {}): Promise<Saved> {
  const name = `provider-${(names += 1)}`;
  const body = { ...leastOidc, ...changes, name };
  const answer = await api.post('/v1/providers', body);
  expect(answer.status).toBe(201);
  return { id: providerIn(answer).id, name, path: `/v1/providers/${name}`, body };
}

async function replace({ path, body }: Saved, changes: object, revision: number): Promise<void> {
  const answer = await api.put(path, { ...body, ...changes }, { 'if-match': `"${revision}"` });
  if (answer.status !== 200) throw new Error(JSON.stringify(problemIn(answer)));
}

/** The provider of a signer's attempt. */
async function forSigner(tenant: string, id: string, revision: number): Promise<ProviderForTrip | null> {
  const location = await service.app
    .get(ProviderLocationStore, { strict: false })
    .find(service.app.get(UnitOfWork).lookups, tenant, { id }, revision);
  const found = location === null ? null : await directory.forAttempt(location, revision);
  return found?.enabled === true ? found.provider : null;
}

const secretsOf = (provider: ProviderForTrip | null) => provider?.credentials.map(({ value }) => value);
const secret = (clientSecret: string, more: object = {}) => ({
  clientAuthentication: { method: 'client_secret_basic', clientSecret, ...more },
});

describe('a provider for a trip', () => {
  it('comes with its configuration and its opened secret', async () => {
    const { id, name } = await saved(secret('open sesame'));
    const provider = await directory.forStart(tenantId, id);
    expect(provider).toMatchObject({
      id,
      name,
      tenantId,
      tenantName: ACME,
      revision: 1,
      configuration: { clientId: 'our-client', issuer: 'https://idp.example' },
      credentials: [{ kind: 'client_secret', version: 1, value: 'open sesame' }],
      pinnedOrigins: null,
      issuerParameterSeen: false,
    });
  });

  it('takes one query when it is known', async () => {
    const { id } = await saved();
    await directory.forStart(tenantId, id);
    const query = jest.spyOn(service.app.get(UnitOfWork).lookups, 'query');
    await directory.forStart(tenantId, id);
    // Jobs look things up meanwhile.
    expect(query.mock.calls.filter((call) => JSON.stringify(call).includes(id))).toHaveLength(1);
    query.mockRestore();
  });

  it('is of the revision that an attempt has pinned', async () => {
    const provider = await saved();
    await replace(provider, { clientId: 'another' }, 1);
    expect((await forSigner(tenantId, provider.id, 1))?.configuration.clientId).toBe('our-client');
    expect((await directory.forStart(tenantId, provider.id))?.configuration.clientId).toBe('another');
    expect(await forSigner(tenantId, provider.id, 3)).toBeNull();
  });

  it('is none while it is disabled, whatever revision is pinned, and at once', async () => {
    const { id, path, name } = await saved();
    expect(await forSigner(tenantId, id, 1)).not.toBeNull();
    await api.post(`${path}/disable`);
    expect(await forSigner(tenantId, id, 1)).toBeNull();
    expect(await directory.forTest(tenantId, name)).not.toBeNull();
    await api.post(`${path}/enable`);
    expect(await forSigner(tenantId, id, 1)).not.toBeNull();
  });

  it('is none once it is deleted, also for a test', async () => {
    const { id, path, name } = await saved();
    await api.delete(path, { 'if-match': '"1"' });
    expect(await forSigner(tenantId, id, 1)).toBeNull();
    expect(await directory.forTest(tenantId, name)).toBeNull();
  });

  it('is none for another tenant', async () => {
    const { id } = await saved();
    expect(await directory.forStart('00000000-0000-4000-8000-000000000000', id)).toBeNull();
  });
});

describe('the credentials of a trip', () => {
  it('are the newest first while rotating, and the newest alone afterwards', async () => {
    const provider = await saved(secret('old'));
    await replace(provider, secret('new', { overlapSeconds: 60 }), 1);
    expect(secretsOf(await directory.forStart(tenantId, provider.id))).toEqual(['new', 'old']);
    service.clock.advance(61_000);
    expect(secretsOf(await directory.forStart(tenantId, provider.id))).toEqual(['new']);
    service.clock.advance(-61_000);
  });

  it('reach trips on an earlier revision too when the destination stays', async () => {
    const provider = await saved(secret('old'));
    await replace(provider, secret('new'), 1);
    expect(secretsOf(await forSigner(tenantId, provider.id, 1))).toEqual(['new']);
  });

  it('never go to a destination that they were not entered for', async () => {
    const provider = await saved(secret('for the old issuer'));
    await replace(provider, { issuer: 'https://new.example', ...secret('for the new issuer') }, 1);
    expect(secretsOf(await forSigner(tenantId, provider.id, 1))).toEqual(['for the old issuer']);
    expect(secretsOf(await directory.forStart(tenantId, provider.id))).toEqual(['for the new issuer']);
  });

  it('include the keys that were generated', async () => {
    const { id } = await saved({
      clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'ES256' },
      idToken: { encryption: { keyManagementAlgorithms: ['ECDH-ES'] } },
    });
    const credentials = (await directory.forStart(tenantId, id))?.credentials ?? [];
    expect(credentials.map(({ kind }) => kind).sort()).toEqual(['decryption_key', 'private_key']);
    for (const { value, keyId } of credentials) {
      expect(value).toContain('BEGIN PRIVATE KEY');
      expect(keyId).toMatch(/^[\w-]{43}$/);
    }
  });
});

describe('a workflow names a provider', () => {
  const offered = async (name: string) => {
    const { app } = service;
    const named = { envelopeId: 'any', email: 'any@example.com', providers: [name] };
    const { lookups } = app.get(UnitOfWork);
    const [location] = (await app.get(RecipientStore).findPlace(lookups, tenantId, named)).providers;
    return location === null || location === undefined ? null : directory.offeredAt(location);
  };

  it('by its name or its legacy name, the name first', async () => {
    const legacyName = 'Our old: provider';
    const { id, name } = await saved({ legacyName });
    expect(await offered(legacyName)).toMatchObject({ id, name, enabled: true });
    const shadow = await saved({ legacyName: name });
    expect((await offered(name))?.id).toBe(id);
    expect((await offered(shadow.name))?.id).toBe(shadow.id);
    expect(await offered('nobody')).toBeNull();
  });

  it('and is told that it is disabled', async () => {
    const { name, path } = await saved();
    await api.post(`${path}/disable`);
    expect(await offered(name)).toMatchObject({ enabled: false });
  });
});

describe('whether a provider is enabled', () => {
  it('is judged in the transaction that depends on it', async () => {
    const { id, path } = await saved();
    const judge = () =>
      service.app
        .get(UnitOfWork)
        .run(async (transaction) => (await directory.standing(transaction, tenantId, id))?.enabled);
    expect(await judge()).toBe(true);
    await api.post(`${path}/disable`);
    expect(await judge()).toBe(false);
  });
});

describe('what a trip learns', () => {
  const origins = { token_endpoint: 'https://token.example' };

  it('pins the origins of the first discovery, whoever comes later', async () => {
    const { id } = await saved();
    const provider = (await directory.forStart(tenantId, id))!;
    expect(await directory.recordFirstDiscovery(provider, origins)).toEqual(origins);
    expect(await directory.recordFirstDiscovery(provider, { token_endpoint: 'https://evil.example' })).toEqual(origins);
    expect((await directory.forStart(tenantId, id))?.pinnedOrigins).toEqual(origins);
  });

  it('starts afresh at another issuer, and comes back with the first one', async () => {
    const provider = await saved();
    await directory.recordFirstDiscovery((await directory.forStart(tenantId, provider.id))!, origins);
    await directory.recordIssuerParameter((await directory.forStart(tenantId, provider.id))!);
    await replace(provider, { issuer: 'https://new.example' }, 1);
    expect(await directory.forStart(tenantId, provider.id)).toMatchObject({
      pinnedOrigins: null,
      issuerParameterSeen: false,
    });
    expect(await forSigner(tenantId, provider.id, 1)).toMatchObject({
      pinnedOrigins: origins,
      issuerParameterSeen: true,
    });
  });

  it('is pinned anew after an approval', async () => {
    const { id, path } = await saved();
    await directory.recordFirstDiscovery((await directory.forStart(tenantId, id))!, origins);
    await api.post(`${path}/metadata-approvals`, {});
    const moved = { token_endpoint: 'https://moved.example' };
    expect(await directory.recordFirstDiscovery((await directory.forStart(tenantId, id))!, moved)).toEqual(moved);
  });

  it('requires iss from then on', async () => {
    const { id } = await saved();
    await directory.recordIssuerParameter((await directory.forStart(tenantId, id))!);
    await directory.recordIssuerParameter((await directory.forStart(tenantId, id))!);
    expect((await directory.forStart(tenantId, id))?.issuerParameterSeen).toBe(true);
  });
});
