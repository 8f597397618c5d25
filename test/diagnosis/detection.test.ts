import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Provider } from 'oidc-provider';
import { issuerOf } from '../../src/diagnosis/detection/detect-templates.js';
import { pageSchema } from '../../src/http/list.js';
import { providerTemplateSchema } from '../../src/providers/api/provider-template.schema.js';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';
import { withAnnouncedAlgorithms } from '../../src/providers/templates/recognise.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { freePort } from '../support/service/free-port.js';

const page = pageSchema(providerTemplateSchema, 'DetectedTemplatesInTest');
const keycloak = 'https://login.example/realms/main/protocol/openid-connect';

describe('GET /v1/provider-templates?detect=', () => {
  let service: SharedService;
  let api: ApiClient;
  let library: Server;
  let libraryIssuer: string;
  let scripted: ScriptableProvider;
  const detect = (address: string) => api.get(`/v1/provider-templates?detect=${encodeURIComponent(address)}`);

  beforeAll(async () => {
    libraryIssuer = `http://127.0.0.1:${await freePort()}`;
    library = createServer((request, response) => void new Provider(libraryIssuer).callback()(request, response));
    await once(library.listen(Number(new URL(libraryIssuer).port), '127.0.0.1'), 'listening');
    [service, scripted] = await Promise.all([
      sharedTestService(),
      startScriptableProvider({ metadata: { authorization_endpoint: `${keycloak}/auth` } }),
    ]);
    api = await service.newTenant();
  });
  afterAll(async () => {
    library.close();
    await Promise.all([service.close(), scripted.close()]);
  });

  it('proposes the template of the product that answers there, with the issuer filled in', async () => {
    const { items, next } = page.parse((await detect(scripted.issuer)).body);
    expect(next).toBeNull();
    expect(items.map(({ id }) => id)).toEqual(['keycloak']);
    expect(items[0]).toMatchObject({
      detected: { issuer: scripted.issuer, recognisedBy: ['authorization_endpoint'] },
      body: { issuer: scripted.issuer, clientId: '{{clientId}}' },
    });
    expect(items[0]!.inputs.map(({ name }) => name)).toEqual(['clientId', 'clientSecret']);
  });

  it('fills in the algorithms that the provider signs with where the template has another, never a shared key', async () => {
    const template = providerTemplates.find(({ id }) => id === 'keycloak')!;
    const signing = (...names: string[]) =>
      withAnnouncedAlgorithms(template, { id_token_signing_alg_values_supported: names }).body.idToken
        ?.signingAlgorithms;
    expect(signing('HS256', 'ES256', 'none', 'PS256')).toEqual(['PS256', 'ES256']);
    expect(signing('ES256', 'RS256')).toBeUndefined();
    expect(signing('HS256')).toBeUndefined();
    const es256 = await startScriptableProvider({
      signingAlgorithm: 'ES256',
      metadata: { authorization_endpoint: `${keycloak}/auth` },
    });
    const { items } = page.parse((await detect(es256.issuer)).body);
    await es256.close();
    expect(items[0]).toMatchObject({ id: 'keycloak', body: { idToken: { signingAlgorithms: ['ES256'] } } });
  });

  it('says of a product that nobody recognises what a body needs: the issuer, and what it signs with if not RS256', async () => {
    const [es256, rs256] = await Promise.all([
      startScriptableProvider({ signingAlgorithm: 'ES256' }),
      startScriptableProvider({}),
    ]);
    const [other, usual] = await Promise.all([detect(es256.issuer), detect(rs256.issuer)]);
    await Promise.all([es256.close(), rs256.close()]);
    expect(other.body).toEqual({
      items: [],
      next: null,
      detected: { issuer: es256.issuer, signingAlgorithms: ['ES256'] },
    });
    expect(usual.body).toMatchObject({ items: [], detected: { issuer: rs256.issuer, signingAlgorithms: null } });
  });

  it('takes the address of the discovery document as well, of a real server too', async () => {
    const { items } = page.parse((await detect(`${libraryIssuer}/.well-known/openid-configuration`)).body);
    expect(items.map(({ id, detected }) => [id, detected?.issuer])).toEqual([['node-oidc-provider', libraryIssuer]]);
  });

  it.each([
    ['not an address', 400, 'request.invalid'],
    ['http://169.254.169.254/', 502, 'discovery.address_refused'],
    ['http://127.0.0.1:9', 502, 'discovery.connection_refused'],
  ])('says why nothing can be said of %s', async (address, status, code) => {
    const answer = await detect(address);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('says that JSON without an issuer is no metadata', async () => {
    scripted.behave({ discovery: { status: 200, body: '{}', headers: { 'content-type': 'application/json' } } });
    const answer = await detect(scripted.issuer);
    expect(answer.status).toBe(502);
    expect(answer.body).toMatchObject({ code: 'discovery.issuer_mismatch' });
    expect(JSON.stringify(answer.body)).toContain('JSON without `issuer`');
    scripted.behave({});
  });
});

describe('The issuer that was meant', () => {
  it.each([
    ['https://idp.example', 'https://idp.example'],
    ['https://idp.example/', 'https://idp.example/'],
    ['https://idp.example/realms/a', 'https://idp.example/realms/a'],
    ['https://idp.example/realms/a/.well-known/openid-configuration', 'https://idp.example/realms/a'],
    ['https://idp.example/.well-known/oauth-authorization-server/a', 'https://idp.example/a'],
    ['https://idp.example/a?client_id=b', 'https://idp.example/a'],
  ])('by %s is %s', (pasted, issuer) => {
    expect(issuerOf(pasted)).toBe(issuer);
  });
});
