import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Authenticator, Authenticators, presentedToken } from '../../src/access/authenticator.js';
import type { Principal } from '../../src/access/principal.js';
import { tenantScopes } from '../../src/access/scope.js';
import { TenantStore } from '../../src/access/tenant.store.js';
import { leastOidc } from '../providers/bodies.js';
import { startTestService, type TestService } from '../support/service.js';

describe('an Authorization header', () => {
  test.each([
    ['Bearer csk_a', { scheme: 'bearer', token: 'csk_a' }],
    ['bEARER csk_a ', { scheme: 'bearer', token: 'csk_a' }],
    ['DPoP at_a.b~c==', { scheme: 'dpop', token: 'at_a.b~c==' }],
  ])('%j is read', (header, presented) => {
    expect(presentedToken(header)).toEqual(presented);
  });

  test.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer a,b', 'Bearera'])('%j is none of ours', (header) => {
    expect(presentedToken(header)).toBeNull();
  });
});

describe('another kind of token', () => {
  const actor = { type: 'oauth_client', id: `client-${randomUUID()}` } as const;
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService();
    await service.newTenant('acme');
    const tenant = await service.app.get(TenantStore).findByName('acme');
    if (tenant === null) throw new Error('The tenant is not there');
    const principal: Principal = { tenant, actor, scopes: new Set(tenantScopes), binding: null };
    const tokens: Authenticator = {
      accepts: ({ token }) => token.startsWith('at_'),
      authenticate: ({ token }) => Promise.resolve(token === 'at_valid' ? principal : null),
    };
    service.app.get(Authenticators).register(tokens);
  });
  afterAll(() => service.close());

  test('only has to be added to the list: whatever is done with it is done by its actor', async () => {
    const caller = service.caller('at_valid');
    const created = await caller.post('/v1/providers', { ...leastOidc, name: 'by-a-client' });
    expect(created).toMatchObject({ status: 201, body: { redirectUri: expect.stringContaining('/acme/') as unknown } });
    const signer = {
      envelope: { id: 'env-1' },
      workstep: { id: 'one' },
      recipient: { email: 'john@example.com' },
      providers: [{ name: 'by-a-client' }],
    };
    const authentication = await caller.post('/v1/signer-authentications', signer);
    expect(authentication.status).toBe(201);
    const { id } = authentication.body as { id: string };
    const done = [
      await caller.post(`/v1/signer-authentications/${id}/cancel`),
      await caller.get('/v1/envelopes/env-1/audit-trail'),
      await caller.post('/v1/providers/by-a-client/disable'),
      await caller.post('/v1/api-keys', { name: 'made by a client', scopes: ['audit:read'] }),
      await caller.post('/v1/erasures', { envelopeId: 'env-1', recipientEmail: 'john@example.com' }),
      await caller.delete('/v1/providers/by-a-client', { 'if-match': '"2"' }),
    ];
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 201, 201, 204]);
    const events = await caller.get(`/v1/audit-events?actor=${actor.id}`);
    const { items } = events.body as { items: readonly { type: string; actor: unknown }[] };
    expect(items.map(({ type }) => type).toSorted()).toEqual(
      [
        'api_key.created',
        'personal_data.erased',
        'provider.created',
        'provider.deleted',
        'provider.disabled',
        'signer_authentication.cancelled',
        'signer_authentication.created',
        'trail.read',
      ].toSorted(),
    );
    for (const event of items) expect(event.actor).toEqual(actor);
  });

  test('is refused when it is not valid, and as an API key when it looks like none', async () => {
    for (const key of ['at_unknown', 'other_token']) {
      const answer = await service.caller(key).get('/v1/providers');
      expect(answer).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
    }
  });
});
