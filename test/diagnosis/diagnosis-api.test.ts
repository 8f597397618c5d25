import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Check {
  readonly id: string;
  readonly verdict: string;
  readonly path: string;
}

const faults = (checks: readonly Check[]) => checks.filter(({ verdict }) => verdict === 'fault');

describe('diagnosis over HTTP', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(() => world.close());

  it('finds no fault in the saved providers, also while one is disabled', async () => {
    await world.tenant.post('/v1/providers/oauth/disable');
    for (const name of ['openid', 'oauth']) {
      const { status, body } = await world.tenant.post(`/v1/providers/${name}/diagnosis`);
      expect(status).toBe(200);
      expect(faults(body.checks)).toEqual([]);
    }
    await world.tenant.post('/v1/providers/oauth/enable');
  });

  it('uses the stored secret, and names it when it is wrong', async () => {
    const wrong = { method: 'client_secret_basic', clientSecret: 'wrong' };
    await world.addProvider(world.openIdBody({ name: 'wrong-secret', clientAuthentication: wrong }));
    world.openId.registerRedirectUri('sign', `${world.service.settings.PUBLIC_URL}/callback/acme/wrong-secret`);
    const { body } = await world.tenant.post('/v1/providers/wrong-secret/diagnosis');
    expect(body.verdict).toBe('fault');
    expect(body.checks[0]).toMatchObject({
      id: 'client-authentication',
      verdict: 'fault',
      path: '$.clientAuthentication.clientSecret',
      seen: expect.stringContaining('invalid_client'),
      remedy: expect.any(String),
    });
  });

  it('looks at a body that is not saved, and saves nothing', async () => {
    const { body } = await world.tenant.post(
      '/v1/provider-diagnoses',
      world.openIdBody({ name: 'unsaved', issuer: `${world.openId.issuer}/` }),
    );
    expect(faults(body.checks)[0]).toMatchObject({ path: '$.issuer' });
    expect((await world.tenant.get('/v1/providers/unsaved')).status).toBe(404);
  });

  it('reports what keeps a body from being saved, all at once', async () => {
    const { status, body } = await world.tenant.post(
      '/v1/provider-diagnoses',
      world.openIdBody({ scopes: ['profile'], clientid: 'x', tokenUri: 'no uri' }),
    );
    expect(status).toBe(200);
    expect(
      faults(body.checks)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['$.clientid', '$.scopes', '$.tokenUri']);
  });

  it('answers 404 for a provider of another tenant, and 403 to a key that may not change providers', async () => {
    const stranger = await world.service.newTenant();
    expect((await stranger.post('/v1/providers/openid/diagnosis')).status).toBe(404);
    const reader = await world.tenant.post('/v1/api-keys', { name: 'reader', scopes: ['providers:read'] });
    const { status } = await world.service.caller(reader.body.key).post('/v1/providers/openid/diagnosis');
    expect(status).toBe(403);
  });

  it('tells claim paths that find nothing from the names of the last login', async () => {
    const { signInUrl } = await world.create();
    const browser = new SignerBrowser();
    await world.logIn(browser, signInUrl, 'oauth', 'john');
    await browser.close();

    const current = await world.tenant.get('/v1/providers/oauth');
    const [person, ...others] = current.body.resources;
    const mappings = [{ path: 'person_data.givenname', action: 'update', target: 'recipient.firstName' }];
    const changed = world.oauthBody({
      resources: [{ ...person, mappings }, ...others],
      subject: { source: 'resource:person', path: 'ID' },
    });
    const { clientAuthentication: _kept, ...body } = changed;
    const put = await world.tenant.put(
      '/v1/providers/oauth',
      { ...body, clientAuthentication: { method: 'client_secret_post' } },
      { 'if-match': current.headers.get('etag') ?? '' },
    );
    expect(put.status).toBe(200);
    const { body: report } = await world.tenant.post('/v1/providers/oauth/diagnosis');
    expect(faults(report.checks)).toMatchObject([
      {
        id: 'mapping-paths',
        path: '$.resources[0].mappings[0].path',
        remedy: expect.stringContaining('person_data.given_name'),
      },
      { id: 'subject', path: '$.subject.path', remedy: expect.stringContaining('id') },
    ]);
  });
});
