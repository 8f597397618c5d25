import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';

let service: SharedService;
let admin: ApiClient;
/** May do everything but use external authentications. */
let without: ApiClient;
let names = 0;

const path = '/v1/external-authentications';
const config = '$.oAuthConfiguration.clientCredentialsConfig';

beforeAll(async () => {
  service = await sharedTestService();
  admin = await service.newTenant();
  const scopes = ['providers:read', 'providers:write', 'listeners:read', 'listeners:write'];
  const key = await admin.post('/v1/api-keys', { name: 'without', scopes });
  expect(key).toMatchObject({ status: 201 });
  without = service.caller((key.body as { key: string }).key);
});
afterAll(() => service.close());

const urlOfItsOwn = (): string => `https://partner.example/path-${(names += 1)}`;
const withToken = (url: string) => ({
  url,
  oAuthConfiguration: {
    clientCredentialsConfig: { url: 'https://as.partner.example/token', clientId: 'countersign', clientSecret: 's' },
  },
});
const withHeader = (url: string) => ({ url, headers: [{ name: 'X-Api-Key', value: 'key' }] });
const listener = (url: string, more: object = {}) => ({ name: `listener-${(names += 1)}`, url, ...more });
const basic = { basic: { username: 'cs', password: 'password' } };
const provider = (uri: string) => ({
  name: `provider-${(names += 1)}`,
  kind: 'oauth2',
  discovery: false,
  authorizationUri: 'https://idp.example/authorize',
  tokenUri: 'https://idp.example/token',
  clientId: 'client',
  clientAuthentication: { method: 'client_secret_post', clientSecret: 'secret-of-the-provider' },
  subject: { source: 'resource:person', path: 'id' },
  resources: [{ name: 'person', uri, mappings: [{ path: 'name', action: 'validate', target: 'recipient.firstName' }] }],
});

async function saved(to: string, body: object): Promise<Record<string, unknown>> {
  const answer = await admin.post(to, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as Record<string, unknown>;
}
const faultsOf = ({ status, body }: ApiAnswer) => ({
  status,
  faults: (body as { errors?: { path: string; message: string }[] }).errors?.map(({ path: at }) => at) ?? [],
});

describe.each([
  ['a listener', '/v1/listeners', (url: string) => listener(url), '$.url'],
  ['a provider with the URL as resource', '/v1/providers', provider, '$.resources[0].uri'],
] as const)('%s, to whose URL an external authentication applies', (_what, to, bodyFor, at) => {
  test('is saved and replaced only by who may use external authentications, and says that one applies', async () => {
    const url = urlOfItsOwn();
    await saved(path, withHeader(url));
    const body = bodyFor(url);
    const refused = await without.post(to, body);
    expect(refused).toMatchObject({ status: 403 });
    expect(JSON.stringify(refused.body)).toContain('external-authentications:access');
    const made = await saved(to, body);
    const applies = expect.arrayContaining([
      expect.objectContaining({ code: 'external_authentication_applies', path: at }),
    ]);
    expect(made['warnings']).toEqual(applies);
    const name = String(made['name']);
    expect((await admin.get(`${to}/${name}`)).body).toMatchObject({ warnings: applies });
    const put = await without.put(`${to}/${name}`, body, { 'if-match': '"1"' });
    expect(put.status).toBe(403);
  });
});

describe('two sides that would both set Authorization', () => {
  test('saved at the same moment, one is refused, whichever comes second', async () => {
    for (let round = 0; round < 3; round += 1) {
      const url = urlOfItsOwn();
      const answers = await Promise.all([
        admin.post('/v1/listeners', listener(url, basic)),
        admin.post(path, withToken(url)),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    }
  });

  test('a test of a listener is made only by who may use what applies to it', async () => {
    const url = urlOfItsOwn();
    const { name } = await saved('/v1/listeners', listener(url));
    await saved(path, withHeader(url));
    const refused = await without.post(`/v1/listeners/${String(name)}/test`);
    expect(refused).toMatchObject({ status: 403 });
    expect(JSON.stringify(refused.body)).toContain('external-authentications:access');
  });

  test('a listener with Basic is refused where a token applies, and without Basic it is saved', async () => {
    const url = urlOfItsOwn();
    await saved(path, withToken(url));
    expect(faultsOf(await admin.post('/v1/listeners', listener(url, basic)))).toEqual({
      status: 422,
      faults: ['$.url'],
    });
    await saved('/v1/listeners', listener(url));
  });

  test('a token is refused where a listener with Basic is, until the listener is gone; a header is not', async () => {
    const url = urlOfItsOwn();
    const made = await saved('/v1/listeners', listener(url, basic));
    const refused = await admin.post(path, withToken(url));
    expect(faultsOf(refused)).toEqual({ status: 422, faults: ['$.oAuthConfiguration'] });
    expect(JSON.stringify(refused.body)).toContain(`listener ${String(made['name'])}`);
    const header = await saved(path, withHeader(url));
    const put = await admin.put(`${path}/${String(header['id'])}`, withToken(url), { 'if-match': '"1"' });
    expect(faultsOf(put)).toEqual({ status: 422, faults: ['$.oAuthConfiguration'] });
    expect(await admin.delete(`/v1/listeners/${String(made['name'])}`, { 'if-match': '*' })).toMatchObject({
      status: 204,
    });
    const again = await admin.put(`${path}/${String(header['id'])}`, withToken(url), { 'if-match': '"1"' });
    expect(again).toMatchObject({ status: 200 });
  });

  test('a provider is refused where a token applies to its resource, naming the setting of the other side', async () => {
    const url = urlOfItsOwn();
    await saved(path, withToken(url));
    const refused = await admin.post('/v1/providers', provider(url));
    expect(faultsOf(refused)).toEqual({ status: 422, faults: ['$.resources[0].uri'] });
    expect(JSON.stringify(refused.body)).toContain(config);
  });

  test('a token is refused where a provider sends the token of the signer', async () => {
    const url = urlOfItsOwn();
    await saved('/v1/providers', provider(url));
    expect(faultsOf(await admin.post(path, withToken(url)))).toEqual({ status: 422, faults: ['$.oAuthConfiguration'] });
  });
});

describe('a listener that is sent personal data unsigned, because a client certificate is presented to it', () => {
  const presenting = (url: string, more: object = {}) => ({
    url,
    mutualTls: { enabled: true, clientCertificate: 'ours' },
    ...more,
  });
  const faultOf = (answer: ApiAnswer) => {
    expect(JSON.stringify(answer.body)).toContain('listener listener-');
    return faultsOf(answer);
  };

  beforeAll(async () => {
    const certificate = { name: 'ours', generate: { subject: 'CN=ours', selfSigned: true } };
    expect(await admin.post('/v1/client-certificates', certificate)).toMatchObject({ status: 201 });
  });

  test('keeps it: nothing takes it away until the listener is signed', async () => {
    const url = urlOfItsOwn();
    const outcome = listener(url, { payload: 'outcome' });
    expect(faultsOf(await admin.post('/v1/listeners', outcome))).toEqual({ status: 422, faults: ['$.payload'] });
    const wide = await saved(path, presenting('https://partner.example/', { match: 'prefix' }));
    const narrow = await saved(path, presenting(url));
    await saved('/v1/listeners', outcome);
    const put = (body: object, { id, revision }: Record<string, unknown>) =>
      admin.put(`${path}/${String(id)}`, body, { 'if-match': `"${String(revision)}"` });

    expect(faultOf(await put(withHeader(url), narrow))).toEqual({ status: 422, faults: ['$.mutualTls'] });
    expect(
      faultOf(
        await put(
          presenting(url, {
            mutualTls: { enabled: false, clientCertificate: 'ours' },
            headers: withHeader(url).headers,
          }),
          narrow,
        ),
      ),
    ).toEqual({ status: 422, faults: ['$.mutualTls'] });
    // The wider one presents it too.
    expect(await admin.delete(`${path}/${String(narrow['id'])}`, { 'if-match': '"1"' })).toMatchObject({ status: 204 });
    expect(faultOf(await admin.post(path, withHeader(url)))).toEqual({ status: 422, faults: ['$.mutualTls'] });
    const elsewhere = presenting('https://partner.example/elsewhere', { match: 'prefix' });
    expect(faultOf(await put(elsewhere, wide))).toEqual({ status: 422, faults: ['$.url'] });
    const kept = await admin.delete(`${path}/${String(wide['id'])}`, { 'if-match': '"1"' });
    expect(kept.status).toBe(409);
    faultOf(kept);

    const signed = { ...outcome, signatures: { standardWebhooks: { generate: true } } };
    expect(await admin.put(`/v1/listeners/${outcome.name}`, signed, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
    });
    expect(await admin.delete(`${path}/${String(wide['id'])}`, { 'if-match': '"1"' })).toMatchObject({ status: 204 });
  });
});
