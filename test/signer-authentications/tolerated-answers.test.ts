import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { configurationHash } from '../../src/audit/configuration-hash.js';
import type { Answer } from '../support/http/answer.js';
import { withMembers } from '../support/http/answers.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const asText = (answer: Answer): Answer => ({ ...answer, headers: { 'content-type': 'text/plain' } });

describe('what a provider may answer against the specifications', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    provider = await startScriptableProvider({ clientSecret: 'secret' });
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  async function saved(more: object = {}): Promise<{ name: string; path: string }> {
    const name = ownName('idp');
    const added = await tenant.post('/v1/providers', {
      name,
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      resources: [{ name: 'userinfo', type: 'userinfo' }],
      ...more,
    });
    expect(added).toMatchObject({ status: 201 });
    return { name, path: `/v1/providers/${name}` };
  }

  async function logIn(name: string): Promise<{ status: unknown; events: readonly Event[] }> {
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: `env-${name}` },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com' },
      providers: [{ name }],
    });
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    const browser = new SignerBrowser();
    await browser.post(signInUrl, { provider: name }, signInUrl);
    await browser.close();
    const { status } = (await tenant.get(`/v1/signer-authentications/${id}`)).body as { status: unknown };
    const trail = await tenant.get(`/v1/envelopes/env-${name}/audit-trail`);
    return { status, events: (trail.body as { events: readonly Event[] }).events };
  }

  const dataOf = (events: readonly Event[], type: string) => events.find((event) => event.type === type)?.data;

  it('is in the trail when it is allowed by name: of the provider as a warning, of the login where it was needed', async () => {
    const { name } = await saved({ leniency: ['json-as-text', 'latin-1'] });
    provider.behave({ userinfo: asText });
    const { status, events } = await logIn(name);

    expect(status).toBe('succeeded');
    expect(dataOf(events, 'attempt.resource_fetched')).toMatchObject({ relaxations: ['json-as-text'] });
    expect(dataOf(events, 'signer_authentication.succeeded')).toMatchObject({ relaxations: ['json-as-text'] });
    const { items } = (await tenant.get('/v1/audit-events?type=provider.created')).body as { items: readonly Event[] };
    expect(items.find(({ data }) => data['provider'] === name)?.data['warnings']).toEqual(
      expect.arrayContaining([
        { code: 'leniency', path: '$.leniency[0]' },
        { code: 'leniency', path: '$.leniency[1]' },
      ]),
    );
  });

  it('is in the trail of a login, too, that is refused for something else', async () => {
    const { name } = await saved({ leniency: ['json-as-text'] });
    const aboutAnother = ({ json, ...answer }: Answer) =>
      asText({ ...answer, json: { ...(json as object), sub: 'x' } });
    provider.behave({ userinfo: aboutAnother });
    const { events } = await logIn(name);

    expect(dataOf(events, 'attempt.resource_fetched')).toMatchObject({
      outcome: 'resource.userinfo_sub_mismatch',
      relaxations: ['json-as-text'],
    });
  });

  it('is not allowed by a revision of before, which reads, hashes and serves as it did', async () => {
    const { name, path } = await saved();
    const [before] = ((await tenant.get(`${path}/revisions`)).body as { items: { configuration: object }[] }).items;
    const { leniency: _unknown, ...written } = before!.configuration as { leniency: unknown };
    const hash = configurationHash(written);
    // Revisions are never changed: it stands as another one, as if it had been written before the member was there.
    const database = service.app.get(DataSource);
    await database.query(
      `INSERT INTO provider_revision (provider_id, number, tenant_id, issuer, configuration, hash, change, actor_type, actor_id, created_at)
       SELECT p.id, 2, r.tenant_id, r.issuer, $1, $2, 'replaced', r.actor_type, r.actor_id, r.created_at
         FROM provider_revision r JOIN provider p ON p.id = r.provider_id WHERE p.name = $3`,
      [JSON.stringify(written), hash, name],
    );
    await database.query('UPDATE provider SET revision = 2 WHERE name = $1', [name]);

    const shown = (await tenant.get(`${path}/revisions/2`)).body as { revisionHash: string; configuration: object };
    expect(shown.revisionHash).toBe(hash);
    expect(configurationHash(shown.configuration)).toBe(hash);
    expect((await tenant.get(path)).body).toMatchObject({ leniency: [], revisionHash: hash });
    provider.behave({});
    const { status, events } = await logIn(name);
    expect(status).toBe('succeeded');
    expect(dataOf(events, 'attempt.started')).toMatchObject({ revisionHash: hash });
  });

  it('leaves the issuer in the trail beside the key set, also when the first login that relied on it was refused', async () => {
    const { name } = await saved();
    provider.behave({ userinfo: { status: 500 } });
    const { status } = await logIn(name);

    expect(status).not.toBe('succeeded');
    const { items } = (await tenant.get('/v1/audit-events?type=jwks.first_used')).body as { items: readonly Event[] };
    const leaves = items.filter(({ data }) => data['provider'] === name);
    expect(leaves.map(({ data }) => data['issuer'])).toEqual([provider.issuer]);
  });

  it('is an address that nobody uses: the login works, and the diagnosis says what is wrong with it', async () => {
    const { name, path } = await saved();
    provider.behave({ discovery: withMembers({ end_session_endpoint: '/logout' }) });
    expect((await logIn(name)).status).toBe('succeeded');

    const { body } = await tenant.post(`${path}/diagnosis`, {});
    const { checks } = body as { checks: readonly { id: string; verdict: string; seen: string }[] };
    const ofDiscovery = checks.filter(({ id }) => id === 'discovery').map(({ verdict, seen }) => ({ verdict, seen }));
    expect(ofDiscovery).toEqual([
      { verdict: 'warning', seen: 'end_session_endpoint is no address that can be read; no login uses it' },
      { verdict: 'ok', seen: expect.stringContaining('/.well-known/openid-configuration') },
    ]);
  });

  it('is none of the addresses that are used', async () => {
    const { path } = await saved({ useLogout: true });
    provider.behave({ discovery: withMembers({ end_session_endpoint: '/logout' }) });
    const { body } = await tenant.post(`${path}/diagnosis`, {});
    const { checks } = body as { checks: readonly object[] };
    expect(checks).toContainEqual(expect.objectContaining({ id: 'discovery', verdict: 'fault', path: '$.issuer' }));
  });
});
