import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { json, oauthError } from '../support/http/answers.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import {
  JOHN_DOE,
  type Script,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

const WORDS = 'The user john.doe@private.example is locked';
const challenge = { 'www-authenticate': `Bearer error_description="${WORDS}"` };

/** Where a provider can explain itself in words of its own. */
const scripts: Readonly<Record<string, Script>> = {
  'the authorization response': {
    authorization: { error: 'access_denied', code: undefined, error_description: WORDS },
  },
  'an authorization response without a code of an error': { authorization: { error: WORDS, code: undefined } },
  'the token answer': { token: oauthError('invalid_grant', WORDS) },
  'a resource answer': { userinfo: { ...json({}, 401), headers: challenge } },
};

interface Event {
  readonly type: string;
  readonly data: { readonly code: string; readonly detail: string };
  readonly leafHash: string;
  readonly disclosed?: { readonly values: Readonly<Record<string, { readonly value: unknown }>> };
}

describe('what a provider says about a person in its own words', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;
  let envelopes = 0;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    provider = await startScriptableProvider({ clientSecret: 'secret-of-the-client', person: JOHN_DOE });
    const added = await tenant.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret-of-the-client' },
      issuer: provider.issuer,
      resources: [{ name: 'userinfo', type: 'userinfo' }],
    });
    expect(added).toMatchObject({ status: 201 });
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  const create = async () => {
    const envelopeId = `env-${(envelopes += 1)}`;
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: envelopeId },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
      providers: [{ name: 'idp' }],
    });
    return { ...(created.body as { id: string; signInUrl: string }), envelopeId };
  };

  const logIn = async (signInUrl: string) => {
    const browser = new SignerBrowser();
    await browser.post(signInUrl, { provider: 'idp' }, signInUrl);
    await browser.close();
  };

  const erase = (envelopeId: string) => tenant.post('/v1/erasures', { envelopeId, recipientEmail: 'john@example.com' });

  const eventsOf = async (envelopeId: string, query = ''): Promise<readonly Event[]> =>
    ((await tenant.get(`/v1/envelopes/${envelopeId}/audit-trail${query}`)).body as { events: readonly Event[] }).events;

  const attemptsOf = async (id: string) =>
    JSON.stringify((await tenant.get(`/v1/signer-authentications/${id}/attempts`)).body);

  const storedWithWords = async () => {
    const rows: readonly { rows: string }[] = await service.app
      .get(DataSource)
      .query(`SELECT count(*) AS rows FROM attempt WHERE failure_detail LIKE '%private.example%'`);
    return Number(rows[0]?.rows);
  };

  it.each(Object.entries(scripts))(
    'stands beside the leaf, and is erased with the person: %s',
    async (_name, script) => {
      const { id, signInUrl, envelopeId } = await create();
      provider.behave(script);
      await logIn(signInUrl);

      const plain = await eventsOf(envelopeId);
      expect(plain.at(-1)).toMatchObject({ type: 'attempt.failed', data: { detail: expect.stringMatching(/./u) } });
      expect(JSON.stringify(plain)).not.toContain('private.example');
      const disclosed = (await eventsOf(envelopeId, '?disclose=true')).find(({ type }) => type === 'attempt.failed');
      expect(disclosed?.disclosed?.values['providerMessage']?.value).toContain(WORDS);
      expect(await attemptsOf(id)).toContain(WORDS);

      expect((await erase(envelopeId)).status).toBe(201);
      expect(JSON.stringify(await eventsOf(envelopeId, '?disclose=true'))).not.toContain('private.example');
      expect(await attemptsOf(id)).not.toContain('private.example');
      expect(await storedWithWords()).toBe(0);
      const after = await eventsOf(envelopeId);
      expect(after.slice(0, plain.length).map(({ leafHash }) => leafHash)).toEqual(
        plain.map(({ leafHash }) => leafHash),
      );
    },
  );

  it('is stored nowhere when the person was erased while the login was under way', async () => {
    const { id, signInUrl, envelopeId } = await create();
    provider.behave({
      token: async () => {
        expect((await erase(envelopeId)).status).toBe(201);
        return oauthError('invalid_grant', WORDS);
      },
    });
    await logIn(signInUrl);
    expect(await attemptsOf(id)).toMatch(/token_request\.invalid_grant/u);
    expect(await attemptsOf(id)).not.toContain('private.example');
    expect(JSON.stringify(await eventsOf(envelopeId, '?disclose=true'))).not.toContain('private.example');
    expect(await storedWithWords()).toBe(0);
  });

  it('is in no log line', () => {
    expect(service.log.text).not.toContain('private.example');
  });
});
