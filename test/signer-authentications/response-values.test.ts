import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withMembers } from '../support/http/answers.js';
import { JOHN_DOE, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Event {
  readonly type: string;
  readonly disclosures?: Readonly<Record<string, string>>;
  readonly disclosed?: { readonly values: Readonly<Record<string, { readonly value: unknown }>> };
}

/** The token response holds tokens and the authorization response the code: neither can be kept as it was received. */
describe('what mappings read of a response that is not kept', () => {
  let service: TestService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await startTestService();
    tenant = await service.newTenant('acme');
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
});
