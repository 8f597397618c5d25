import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import type { ApiAnswer } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** The faults of an answer that is a report as the API describes it. */
const faults = ({ body }: ApiAnswer) =>
  diagnosisReportSchema.parse(body).checks.filter(({ verdict }) => verdict === 'fault');

describe('diagnosis over HTTP', () => {
  let world: SharedLoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(() => world.close());

  it('finds no fault in the saved providers, also while one is disabled', async () => {
    await world.tenant.post('/v1/providers/oauth/disable');
    for (const name of ['openid', 'oauth']) {
      const answer = await world.tenant.post(`/v1/providers/${name}/diagnosis`);
      expect(answer.status).toBe(200);
      expect(faults(answer)).toEqual([]);
    }
    await world.tenant.post('/v1/providers/oauth/enable');
  });

  it('uses the stored secret, and names it when it is wrong', async () => {
    const wrong = { method: 'client_secret_basic', clientSecret: 'wrong' };
    await world.addProvider(world.openIdBody({ name: 'wrong-secret', clientAuthentication: wrong }));
    world.openId.registerRedirectUri(
      'sign',
      `${world.service.settings.PUBLIC_URL}/callback/${world.tenantName}/wrong-secret`,
    );
    const { body } = await world.tenant.post('/v1/providers/wrong-secret/diagnosis');
    const { verdict, checks } = diagnosisReportSchema.parse(body);
    expect(verdict).toBe('fault');
    expect(checks[0]).toMatchObject({
      id: 'client-authentication',
      verdict: 'fault',
      path: '$.clientAuthentication.clientSecret',
      seen: expect.stringContaining('invalid_client'),
      remedy: expect.any(String),
    });
  });

  it('looks at a body that is not saved, and saves nothing', async () => {
    const answer = await world.tenant.post(
      '/v1/provider-diagnoses',
      world.openIdBody({ name: 'unsaved', issuer: `${world.openId.issuer}/` }),
    );
    expect(faults(answer)[0]).toMatchObject({ path: '$.issuer' });
    expect((await world.tenant.get('/v1/providers/unsaved')).status).toBe(404);
  });

  it('reports what keeps a body from being saved, all at once', async () => {
    const answer = await world.tenant.post(
      '/v1/provider-diagnoses',
      world.openIdBody({ scopes: ['profile'], clientid: 'x', tokenUri: 'no uri' }),
    );
    expect(answer.status).toBe(200);
    expect(
      faults(answer)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['$.clientid', '$.scopes', '$.tokenUri']);
  });

  it('answers 404 for a provider of another tenant, and 403 to a key that may not change providers', async () => {
    const stranger = await world.service.newTenant();
    expect((await stranger.post('/v1/providers/openid/diagnosis')).status).toBe(404);
    const reader = await world.tenant.post('/v1/api-keys', { name: 'reader', scopes: ['providers:read'] });
    const { status } = await world.service
      .caller((reader.body as { key: string }).key)
      .post('/v1/providers/openid/diagnosis');
    expect(status).toBe(403);
  });

  it('tells claim paths that find nothing from the names of the last login', async () => {
    const { signInUrl } = await world.create();
    const browser = new SignerBrowser();
    await world.logIn(browser, signInUrl, 'oauth', 'john');
    await browser.close();

    const current = await world.tenant.get('/v1/providers/oauth');
    const { resources } = current.body as { resources: object[] };
    const [person, ...others] = resources;
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
    expect(faults(await world.tenant.post('/v1/providers/oauth/diagnosis'))).toMatchObject([
      {
        id: 'mapping-paths',
        path: '$.resources[0].mappings[0].path',
        remedy: expect.stringContaining('person_data.given_name'),
      },
      { id: 'subject', path: '$.subject.path', remedy: expect.stringContaining('id') },
    ]);
  });
});
