import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withMembers } from '../support/http/answers.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { JOHN_DOE, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Event {
  readonly type: string;
  readonly disclosures?: Readonly<Record<string, string>>;
  readonly disclosed?: { readonly values: Readonly<Record<string, { readonly value: unknown }>> };
}

/** The token response holds tokens and the authorization response the code: neither can be kept as it was received. */
describe('what mappings read of a response that is not kept', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    provider = await startScriptableProvider({ clientSecret: 'secret', person: JOHN_DOE });
    const added = await tenant.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      tokenResponse: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email' }] },
      authorizationResponse: { mappings: [{ path: 'user.name', action: 'update', target: 'recipient.lastName' }] },
    });
    expect(added).toMatchObject({ status: 201 });
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  it.each([
    ['a login that succeeds', 'john@example.com', 'succeeded'],
    ['a login that is refused', 'mallory@private.example', 'pending'],
  ])('stands beside the verdicts, and nothing else of it does: %s', async (_name, email, status) => {
    provider.behave({
      token: withMembers({ email, unmapped: 'of nobody’s business' }),
      authorization: { user: JSON.stringify({ name: 'Doe-Smith' }) },
    });
    const envelopeId = `env-${status}`;
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: envelopeId },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com' },
      providers: [{ name: 'idp' }],
    });
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    const browser = new SignerBrowser();
    await browser.post(signInUrl, { provider: 'idp' }, signInUrl);
    await browser.close();
    expect((await tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({ status });

    const trail = await tenant.get(`/v1/envelopes/${envelopeId}/audit-trail?disclose=true`);
    const judged = (trail.body as { events: readonly Event[] }).events.find(
      ({ type }) => type === 'attempt.mapping_judged',
    );
    expect(Object.keys(judged?.disclosures ?? {})).toEqual(['authorization_response', 'token_response']);
    expect(judged?.disclosed?.values).toMatchObject({
      token_response: { value: { email } },
      authorization_response: { value: { 'user.name': 'Doe-Smith' } },
    });
    expect(JSON.stringify(trail.body)).not.toMatch(/business|access_token/u);
  });

  it('stands there as it came, while the verdict says how it was prepared, in the outcome and in each form of the trail', async () => {
    const added = await tenant.post('/v1/providers', {
      name: 'registry',
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      tokenResponse: {
        mappings: [
          {
            path: 'fiscal_number',
            action: 'update',
            target: 'certificate.identificationNumber',
            prepare: [{ stripPrefix: ['TINIT-', 'PNOIT-'] }],
          },
          { paths: ['prefix', 'surname'], action: 'update', target: 'recipient.lastName' },
          { path: 'full', action: 'validate', target: 'recipient.fullName', compare: 'full-name' },
        ],
      },
    });
    expect(added).toMatchObject({ status: 201, body: { revision: 1 } });
    const told = { fiscal_number: 'TINIT-RSSMRA80A01H501U', prefix: null, surname: 'Roe', full: 'DOE, Anne Marie' };
    provider.behave({ token: withMembers(told) });
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: 'env-prepared' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'Annemarie', lastName: 'Doe', language: 'de_AT' },
      providers: [{ name: 'registry' }],
    });
    expect(created.body).toMatchObject({ recipient: { language: 'de-AT' } });
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    const browser = new SignerBrowser();
    await browser.post(signInUrl, { provider: 'registry' }, signInUrl);
    await browser.close();

    const verdicts = [
      { path: 'fiscal_number', result: 'updated', read: ['string'], prepared: [{ stripPrefix: 'TINIT-' }] },
      { path: 'prefix + surname', paths: ['prefix', 'surname'], result: 'updated', read: ['null', 'string'] },
      { path: 'full', compare: 'full-name', result: 'matched' },
    ];
    expect((await tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({
      status: 'succeeded',
      outcome: {
        verdicts,
        updates: {
          'certificate.identificationNumber': { before: null, after: 'RSSMRA80A01H501U' },
          'recipient.lastName': { before: 'Doe', after: 'Roe' },
        },
      },
    });
    const trail = '/v1/envelopes/env-prepared/audit-trail';
    const { events } = (await tenant.get(`${trail}?disclose=true`)).body as {
      readonly events: readonly (Event & { readonly data: { readonly verdicts?: unknown } })[];
    };
    const judged = events.find(({ type }) => type === 'attempt.mapping_judged');
    expect(judged?.data.verdicts).toMatchObject(verdicts);
    expect(JSON.stringify(judged?.data)).not.toContain('RSSMRA');
    expect(judged?.disclosed?.values).toMatchObject({ token_response: { value: told } });
    const xml = await tenant.get(`${trail}?format=xml`);
    expect(xml.body).toContain('TINIT-');
    expect(xml.body).not.toContain('RSSMRA');
  });
});
