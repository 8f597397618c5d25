import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { differences } from '../../src/configuration-transfer/differences.js';
import { withoutSecrets } from '../../src/configuration-transfer/without-secrets.js';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import { issueCertificate } from '../support/issued-certificate.js';
import { ownName } from '../support/jest/shared-service.js';
import type { ApiClient } from '../support/service/api-client.js';

interface ConfigurationFile {
  readonly roles: Record<string, unknown>[];
  readonly providers: Record<string, unknown>[];
  readonly listeners: Record<string, unknown>[];
  readonly externalAuthentications: Record<string, unknown>[];
}

interface Preview {
  readonly applicable: boolean;
  readonly items: readonly {
    readonly kind: string;
    readonly key: string;
    readonly change: string;
    readonly differences: readonly { readonly path: string }[];
    readonly secretsNeeded: readonly { readonly path: string }[];
    readonly faults: readonly { readonly path: string }[];
  }[];
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('what a tenant is configured to', () => {
  let world: SharedLoginWorld;
  let other: ApiClient;
  let file: ConfigurationFile;

  const preview = async (client: ApiClient, body: unknown): Promise<Preview> => {
    const answer = await client.post('/v1/configuration/preview', body);
    expect(answer.status).toBe(200);
    return answer.body as Preview;
  };

  beforeAll(async () => {
    world = await LoginWorld.sharing();
    other = await world.service.newTenant(ownName('other'));
    await world.tenant.post('/v1/listeners', {
      name: 'workflow',
      url: 'https://workflow.example/events',
      signatures: { standardWebhooks: { generate: true } },
      headers: [{ name: 'x-tenant', value: 'a-secret-value' }],
    });
    await world.tenant.post('/v1/external-authentications', {
      url: 'https://workflow.example/',
      headers: [{ name: 'x-api-key', value: 'another-secret-value' }],
    });
    await world.tenant.post('/v1/roles', { name: 'support', permissions: ['authentications:read', 'audit:read'] });
    file = (await world.tenant.get('/v1/configuration')).body as ConfigurationFile;
  });

  afterAll(async () => {
    await world.close();
  });

  it('is one file without a secret, and without what only answers have', () => {
    expect(file).toMatchObject({ format: 'countersign-configuration/1', tenant: world.tenantName });
    expect(file.roles).toEqual([
      { name: 'support', description: '', permissions: ['authentications:read', 'audit:read'] },
    ]);
    expect([file.externalAuthentications.length, file.providers.length, file.listeners.length]).toEqual([1, 2, 1]);
    expect(JSON.stringify(file)).not.toMatch(/secret-of-the-client|secret-value|"set":|revision|warnings|createdAt/);
  });

  it('differs in nothing from itself', async () => {
    const { applicable, items } = await preview(world.tenant, file);
    expect(applicable).toBe(true);
    expect(items.map(({ kind, change }) => `${kind} ${change}`)).toEqual([
      'roles none',
      'externalAuthentications none',
      'providers none',
      'providers none',
      'listeners none',
    ]);
    const applied = await world.tenant.put('/v1/configuration', file);
    expect((applied.body as { items: { result: string }[] }).items.map(({ result }) => result)).toEqual(
      Array.from({ length: 5 }, () => 'unchanged'),
    );
  });

  it('is found again where a member is left out that has a default', async () => {
    const { match: _match, ...shorter } = file.externalAuthentications[0] ?? {};
    const { items } = await preview(world.tenant, { ...file, externalAuthentications: [shorter] });
    expect(items[1]).toMatchObject({ kind: 'externalAuthentications', change: 'replace', faults: [] });
    expect(items[1]?.differences.map(({ path }) => path)).toEqual(['$.match']);
  });

  it('is shown member by member before it changes, and keeps the secrets that are there', async () => {
    const changed = {
      ...file,
      providers: file.providers.map((one) =>
        one['name'] === 'openid' ? { ...one, scopes: ['openid', 'email'] } : one,
      ),
    };
    const { items } = await preview(world.tenant, changed);
    const openId = items.find(({ key }) => key === 'openid');
    expect(openId).toMatchObject({ change: 'replace', faults: [], secretsNeeded: [] });
    expect(openId?.differences.map(({ path }) => path)).toEqual(['$.scopes']);
    expect((await world.tenant.put('/v1/configuration', changed)).status).toBe(200);
    const provider = await world.tenant.get('/v1/providers/openid');
    expect(provider.body).toMatchObject({
      revision: 2,
      scopes: ['openid', 'email'],
      clientAuthentication: { clientSecret: { set: true } },
    });
  });

  it('shows that secrets were entered into it, and none of them', async () => {
    const answer = await world.tenant.post('/v1/configuration/preview', {
      ...file,
      externalAuthentications: [
        {
          ...file.externalAuthentications[0],
          headers: [
            { name: 'x-api-key', value: 'entered-anew' },
            { name: 'x-other', value: 'entered-besides' },
          ],
        },
      ],
      providers: file.providers.map((one) => ({
        ...one,
        clientAuthentication: { ...(one['clientAuthentication'] as object), clientSecret: 'entered-too' },
      })),
      listeners: file.listeners.map((one) => ({
        ...one,
        signatures: { standardWebhooks: { secrets: [SECRET] }, docusign: null },
      })),
    });
    expect(answer).toMatchObject({ status: 200, body: { applicable: true } });
    const text = JSON.stringify(answer.body);
    expect(text).not.toMatch(/entered-/);
    expect(text).not.toContain(SECRET);
    expect(text).toContain('{"path":"$.clientAuthentication.clientSecret","before":null,"after":{"set":true}}');
  });

  it('says which stored secrets have to be entered again, because what they are sent to has moved', async () => {
    const [authentication] = file.externalAuthentications;
    const { pem } = await issueCertificate({ alternativeNames: [{ type: 'dns', value: 'workflow.example' }] });
    const moved = {
      ...file,
      roles: [],
      // Under the same URL and match: its certificate is another one's.
      externalAuthentications: [{ ...authentication, serverCertificate: { isPublicCA: false, pem } }],
      providers: file.providers
        .filter(({ name }) => name === 'openid')
        .map((one) => ({ ...one, issuer: 'https://elsewhere.example' })),
      listeners: file.listeners.map((one) => ({ ...one, url: 'https://elsewhere.example/events' })),
    };
    const { applicable, items } = await preview(world.tenant, moved);
    expect(items.flatMap(({ faults }) => faults)).toEqual([]);
    const needed = items.flatMap(({ secretsNeeded }) => secretsNeeded);
    expect(needed.map(({ path }) => path)).toEqual([
      '$.externalAuthentications[0].headers[0].value',
      '$.providers[0].clientAuthentication.clientSecret',
      '$.listeners[0].headers[0].value',
    ]);
    expect(applicable).toBe(false);
    const refused = await world.tenant.put('/v1/configuration', moved);
    expect(refused).toMatchObject({ status: 422, body: { errors: needed } });
  });

  it('goes to another tenant once its secrets are entered, and not before', async () => {
    const { applicable, items } = await preview(other, file);
    expect(applicable).toBe(false);
    expect(items.every(({ change, faults }) => change === 'create' && faults.length === 0)).toBe(true);
    const needed = items.flatMap(({ secretsNeeded }) => secretsNeeded.map(({ path }) => path));
    expect(needed).toEqual(
      expect.arrayContaining([
        '$.externalAuthentications[0].headers[0].value',
        expect.stringMatching(/^\$\.providers\[\d\]\.clientAuthentication\.clientSecret$/),
      ]),
    );
    const refused = await other.put('/v1/configuration', file);
    expect(refused.status).toBe(422);
    expect((refused.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(needed);
    expect(((await other.get('/v1/providers')).body as { items: unknown[] }).items).toEqual([]);

    const entered = {
      ...file,
      externalAuthentications: [{ ...file.externalAuthentications[0], headers: [{ name: 'x-api-key', value: 'k' }] }],
      providers: file.providers.map((one) => ({
        ...one,
        clientAuthentication: { ...(one['clientAuthentication'] as object), clientSecret: 'entered' },
      })),
      listeners: file.listeners.map((one) => ({
        ...one,
        signatures: { standardWebhooks: { secrets: [SECRET] }, docusign: null },
        headers: [{ name: 'x-tenant', value: 'v' }],
      })),
    };
    const applied = await other.put('/v1/configuration', entered);
    expect(applied.status).toBe(200);
    expect((applied.body as { items: { result: string }[] }).items).toMatchObject(
      Array.from({ length: 5 }, () => ({ result: 'done', problem: null })),
    );
    const moved = (await other.get('/v1/configuration')).body as ConfigurationFile;
    expect(moved.providers.map(({ name }) => name)).toEqual(file.providers.map(({ name }) => name));
    expect((await preview(other, file)).items.map(({ change }) => change)).toEqual(
      Array.from({ length: 5 }, () => 'none'),
    );
  });

  it('makes no secret that nobody would be shown', async () => {
    const [listener] = file.listeners;
    const generated = { ...listener, name: 'generated', signatures: { standardWebhooks: { generate: true } } };
    const answer = await world.tenant.put('/v1/configuration', { ...file, listeners: [generated] });
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toContain('$.listeners[0].signatures.standardWebhooks.generate');
  });

  it('asks for the secret of a new listener in the one way that it takes', async () => {
    const [listener] = file.listeners;
    const { items } = await preview(other, {
      ...file,
      listeners: [{ ...listener, name: 'new', signatures: { standardWebhooks: {} } }],
    });
    expect(items.at(-1)?.secretsNeeded).toContainEqual({
      path: '$.listeners[0].signatures.standardWebhooks.secrets',
      message: 'needs at least one secret, entered as text',
    });
  });

  it('is refused whole when anything in it is wrong, and each fault has its place', async () => {
    const [first] = file.providers;
    const answer = await world.tenant.put('/v1/configuration', {
      format: 'countersign-configuration/1',
      providers: [
        { ...first, scopes: 'openid' },
        { ...first, kind: 'saml' },
      ],
    });
    expect(answer.status).toBe(422);
    const paths = (answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['$.providers[0].scopes', '$.providers[1].kind', '$.providers[1]']));
    const foreign = await world.tenant.put('/v1/configuration', { format: 'something/2', users: [] });
    expect((foreign.body as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()).toEqual([
      '$.format',
      '$.users',
    ]);
  });

  it('gives nobody a role with a permission that they lack, changes none that has one, and no built-in one', async () => {
    const scopes = ['settings:read', 'settings:write', 'users:read', 'users:write', 'audit:read'];
    const made = await world.tenant.post('/v1/api-keys', { name: 'mover of roles', scopes });
    const as = { authorization: `Bearer ${(made.body as { key: string }).key}` };
    const permissions = ['audit:read'];
    const roles = [
      { name: 'raised', permissions: ['audit:read', 'audit:erase', 'providers:write'] },
      { name: 'support', permissions },
      { name: 'admin', permissions },
      { name: 'tenants', permissions: ['tenants:write', 'nothing:known'] },
      { name: 'reader', permissions },
      { name: 'Auditor', permissions },
    ];
    const body = { format: 'countersign-configuration/1', roles };
    const planned = (await world.tenant.post('/v1/configuration/preview', body, as)).body as Preview;
    expect(planned.applicable).toBe(false);
    expect(planned.items.map(({ key, change, faults }) => [key, change, faults.length])).toEqual([
      ['raised', 'create', 2],
      ['support', 'replace', 1],
      ['admin', 'create', 1],
      ['tenants', 'create', 1],
      ['reader', 'create', 0],
      ['Auditor', 'create', 1],
    ]);
    const refused = await world.tenant.put('/v1/configuration', body, as);
    expect(refused.status).toBe(422);
    expect((refused.body as { errors: unknown[] }).errors).toEqual(
      expect.arrayContaining([
        { path: '$.roles[0].permissions', message: 'gives audit:erase, which you lack' },
        {
          path: '$.roles[1].permissions',
          message: 'the role that is there gives authentications:read, which you lack',
        },
        { path: '$.roles[2].name', message: 'is built in: it does not move' },
        { path: '$.roles[5].name', message: 'is built in: it does not move' },
      ]),
    );
    const applied = await world.tenant.put('/v1/configuration', { ...body, roles: roles.slice(4, 5) }, as);
    expect(applied.body).toMatchObject({ items: [{ kind: 'roles', key: 'reader', change: 'create', result: 'done' }] });
    const again = [{ name: 'reader', description: 'Reads', permissions: [] }];
    expect((await world.tenant.put('/v1/configuration', { ...body, roles: again }, as)).status).toBe(200);
    expect((await world.tenant.get('/v1/roles/reader')).body).toMatchObject({
      description: 'Reads',
      permissions: [],
      revision: 2,
    });
  });

  it('shows and takes only what the key may read and write', async () => {
    const made = await world.tenant.post('/v1/api-keys', {
      name: 'mover',
      scopes: ['settings:read', 'settings:write', 'providers:read'],
    });
    const as = { authorization: `Bearer ${(made.body as { key: string }).key}` };
    const seen = (await world.tenant.get('/v1/configuration', as)).body;
    expect(seen).toMatchObject({ leftOut: ['roles', 'externalAuthentications', 'listeners'], listeners: [] });
    const refused = await world.tenant.put('/v1/configuration', seen, as);
    expect(refused).toMatchObject({ status: 403, body: { detail: 'This file needs scope providers:write' } });
  });
});

describe('differences', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: 2 }, ['$.a']],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ['$.a.b[1]']],
    [{ a: [1] }, { a: [1, 2] }, ['$.a']],
    [{ 'a b': null }, {}, []],
    [{ 'a b': 1 }, {}, ['$["a b"]']],
  ])('between %j and %j are at %j', (before, after, paths) => {
    expect(differences(before, after).map(({ path }) => path)).toEqual(paths);
  });
});

describe('a body without secrets', () => {
  it('lacks what stands for one, at any depth, and nothing else', () => {
    const body = {
      name: 'x',
      secret: { set: true, setAt: 'now' },
      list: [{ name: 'h', value: { set: true } }],
      secrets: [{ id: '1', set: true }],
      none: [],
      set: true,
    };
    expect(withoutSecrets(body)).toEqual({ name: 'x', list: [{ name: 'h' }], none: [], set: true });
  });
});
