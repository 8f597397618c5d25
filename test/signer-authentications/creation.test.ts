import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpentPruner } from '../../src/signer-authentications/endings/prune-spent.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld } from './world.js';

describe('creating a signer authentication', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
    await world.addProvider(
      world.oauthBody({
        name: 'staff',
        legacyName: 'Staff login (v4)',
        customFields: [{ name: 'employeeNumber', required: true }],
        resources: [
          {
            name: 'person',
            uri: world.oauth.resourceUri('person'),
            mappings: [
              { path: 'id', action: 'validate', target: 'custom.employeeNumber' },
              { path: 'person_data.given_name', action: 'validate', target: 'recipient.firstName' },
            ],
          },
        ],
      }),
    );
    world.oauth.registerRedirectUri('sign', `${world.service.url}/callback/acme/staff`);
  });

  afterAll(async () => {
    await world.close();
  });

  const spellings = [
    ['its own', { providers: [{ name: 'staff', validations: [{ field: 'custom.employeeNumber', expected: 'p-1' }] }] }],
    [
      'eSignAnyWhere v4/v5, by legacy name, with null for what the workflow has not',
      {
        providers: null,
        AuthenticationConfiguration: null,
        AuthenticationMethods: [
          {
            Method: 'CustomOAuthProvider',
            Parameter: 'Staff login (v4)',
            Filters: [
              { CompareOperation: 'Equals', FilterId: 'employeeNumber', FilterValue: 'p-1' },
              { CompareOperation: 'NotEqual', FilterId: 'FirstName', FilterValue: 'Mallory' },
            ],
          },
        ],
      },
    ],
    [
      'its own, by legacy name with blanks around it',
      {
        providers: [{ name: ' Staff login (v4) ', validations: [{ field: 'custom.employeeNumber', expected: 'p-1' }] }],
      },
    ],
    [
      'eSignAnyWhere v6',
      {
        providers: undefined,
        AuthenticationConfiguration: {
          OAuthAuthentications: [
            { ProviderName: 'staff', Validations: [{ FieldReferenceId: 'employeeNumber', ExpectedValue: 'p-1' }] },
          ],
        },
      },
    ],
  ] as const;

  it.each(spellings)('accepts the provider list in %s spelling and checks what it asks for', async (_name, changes) => {
    const { id, signInUrl } = await world.create({ envelope: { id: `env-spelling-${_name.length}` }, ...changes });
    const arrived = await world.logIn(new SignerBrowser(), signInUrl, 'staff', 'john');
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    const { outcome } = await world.read(id);
    expect(outcome.verdicts[0]).toMatchObject({
      target: 'custom.employeeNumber',
      result: 'matched',
      expectedFrom: 'sender',
    });
  });

  it('fails a login whose claim is the value that a NotEqual filter names', async () => {
    const { signInUrl } = await world.create({
      providers: undefined,
      AuthenticationMethods: [
        {
          Method: 'CustomOAuthProvider',
          Parameter: 'staff',
          Filters: [
            { CompareOperation: 'Equal', FilterId: 'employeeNumber', FilterValue: 'p-1' },
            { CompareOperation: 'NotEqual', FilterId: 'FirstName', FilterValue: 'John' },
          ],
        },
      ],
    });
    const page = await world.logIn(new SignerBrowser(), signInUrl, 'staff', 'john');
    expect(page.status).toBe(422);
  });

  const refused: readonly (readonly [string, Record<string, unknown>, number, string])[] = [
    ['an unknown provider', { providers: [{ name: 'nobody' }] }, 422, '$.providers[0].name'],
    [
      'a validation that no mapping makes',
      { providers: [{ name: 'openid', validations: [{ field: 'recipient.phoneNumber', expected: '+431' }] }] },
      422,
      '$.providers[0].validations[0].field',
    ],
    ['a required custom field without a value', { providers: [{ name: 'staff' }] }, 422, '$.providers[0].name'],
    [
      'a required custom field with a blank value',
      {
        providers: undefined,
        AuthenticationConfiguration: {
          OAuthAuthentications: [
            { ProviderName: 'staff', Validations: [{ FieldReferenceId: 'employeeNumber', ExpectedValue: ' ' }] },
          ],
        },
      },
      422,
      '$.AuthenticationConfiguration.OAuthAuthentications[0].ProviderName',
    ],
    [
      'a blank value to compare with',
      { providers: [{ name: 'openid', validations: [{ field: 'recipient.firstName', expected: ' ' }] }] },
      400,
      '$.providers[0].validations[0].expected',
    ],
    ['one provider twice', { providers: [{ name: 'openid' }, { name: 'openid' }] }, 422, '$.providers[1].name'],
    ['no provider list', { providers: undefined }, 400, '$.providers'],
    ['null for each provider list', { providers: null, AuthenticationMethods: null }, 400, '$.providers'],
    [
      'two provider lists',
      { AuthenticationMethods: [{ Method: 'CustomOAuthProvider', Parameter: 'openid' }] },
      400,
      '$.AuthenticationMethods',
    ],
    [
      'a filter operation that is not made',
      {
        providers: undefined,
        AuthenticationMethods: [
          {
            Method: 'CustomOAuthProvider',
            Parameter: 'openid',
            Filters: [{ CompareOperation: 'Contains', FilterId: 'FirstName', FilterValue: 'J' }],
          },
        ],
      },
      422,
      '$.AuthenticationMethods[0].Filters[0].CompareOperation',
    ],
    [
      'another method',
      { providers: undefined, AuthenticationMethods: [{ Method: 'Sms', Parameter: 'openid' }] },
      422,
      '$.AuthenticationMethods[0].Method',
    ],
    [
      'another method that has no parameter',
      { providers: undefined, AuthenticationMethods: [{ Method: 'Biometric' }] },
      422,
      '$.AuthenticationMethods[0].Method',
    ],
    [
      'a method without a provider',
      { providers: undefined, AuthenticationMethods: [{ Method: 'CustomOAuthProvider' }] },
      422,
      '$.AuthenticationMethods[0].Parameter',
    ],
    ['no time to live', { expiresInSeconds: 0 }, 400, '$.expiresInSeconds'],
    ['an unknown member', { colour: 'red' }, 400, '$.colour'],
    ['an e-mail address that is none', { recipient: { email: 'john' } }, 400, '$.recipient.email'],
    ['a reference of more than 4 KiB', { reference: { text: 'x'.repeat(4100) } }, 400, '$.reference'],
    ['a return URL without scheme', { returnUrl: '//evil.example' }, 400, '$.returnUrl'],
    ['a return URL with a backslash', { returnUrl: 'https:/\\evil.example' }, 400, '$.returnUrl'],
    ['a return URL with a tab', { returnUrl: 'https://workflow.example/\tafter' }, 400, '$.returnUrl'],
    ['a return URL with a script', { returnUrl: 'javascript:alert(1)' }, 400, '$.returnUrl'],
    ['a return URL with a password', { returnUrl: 'https://user:pass@workflow.example/' }, 400, '$.returnUrl'],
    ['a plain http return URL', { returnUrl: 'http://workflow.example/' }, 400, '$.returnUrl'],
  ];

  it.each(refused)('refuses %s by its path', async (_name, changes, status, path) => {
    const answer = await world.tenant.post('/v1/signer-authentications', world.requestBody(changes));
    expect(answer.status).toBe(status);
    expect((answer.body as { errors: { path: string }[] }).errors.map((fault) => fault.path)).toContain(path);
  });

  it('does not repeat what another method carries: it may be an access code', async () => {
    const answer = await world.tenant.post(
      '/v1/signer-authentications',
      world.requestBody({ providers: undefined, AuthenticationMethods: [{ Method: 'Pin', Parameter: 'hush-4711' }] }),
    );
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).not.toContain('hush-4711');
  });

  it('says where the new one is, and that again for the same idempotency key', async () => {
    const headers = { 'idempotency-key': 'a key of "any" printable text '.padEnd(255, '.') };
    for (let sent = 1; sent <= 2; sent += 1) {
      const answer = await world.tenant.post('/v1/signer-authentications', world.requestBody({}), headers);
      expect(answer.status).toBe(201);
      expect((await world.tenant.get(answer.headers.get('location') ?? '')).body).toMatchObject({
        id: (answer.body as { id: string }).id,
      });
    }
  });

  it('names every fault at once', async () => {
    const answer = await world.tenant.post('/v1/signer-authentications', {
      envelope: { id: '' },
      recipient: { email: 'nobody', phoneNumber: '12' },
      providers: [],
      returnUrl: 7,
    });
    const paths = (answer.body as { errors: { path: string }[] }).errors.map((fault) => fault.path);
    for (const path of [
      '$.envelope.id',
      '$.workstep',
      '$.recipient.email',
      '$.recipient.phoneNumber',
      '$.providers',
      '$.returnUrl',
    ])
      expect(paths).toContain(path);
  });

  it('makes one for one idempotency key, however often and however simultaneously it is asked', async () => {
    const body = world.requestBody({ envelope: { id: 'env-idempotent' } });
    const headers = { 'idempotency-key': 'key-1' };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => world.tenant.post('/v1/signer-authentications', body, headers)),
    );
    expect(new Set(answers.map(({ body: answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const other = await world.tenant.post(
      '/v1/signer-authentications',
      world.requestBody({ workstep: { id: 'ws-2' } }),
      headers,
    );
    expect(other.body).toMatchObject({ status: 422, code: 'request.idempotency_key_reused' });
    const list = await world.tenant.get('/v1/signer-authentications?envelopeId=env-idempotent');
    expect(list.body).toMatchObject({ items: [{ envelope: { id: 'env-idempotent' } }], next: null });
  });

  it('forgets an idempotency key after thirty days, and what can still be used never', async () => {
    const body = world.requestBody({ envelope: { id: 'env-prune' } });
    const headers = { 'idempotency-key': 'key-of-old' };
    const first = (await world.tenant.post('/v1/signer-authentications', body, headers)).body as { id: string };
    const pruner = world.service.app.get(SpentPruner);
    await pruner.prune();
    expect((await world.tenant.post('/v1/signer-authentications', body, headers)).body).toMatchObject({ id: first.id });
    world.service.clock.advance(31 * 86_400_000);
    await pruner.prune();
    const second = (await world.tenant.post('/v1/signer-authentications', body, headers)).body as { id: string };
    expect(second.id).not.toBe(first.id);
  });

  it('keeps the keys of two tenants apart', async () => {
    const stranger = await world.service.newTenant();
    const { id } = await world.create({ envelope: { id: 'env-private' } });
    expect((await stranger.get(`/v1/signer-authentications/${id}`)).status).toBe(404);
    expect((await stranger.post(`/v1/signer-authentications/${id}/cancel`)).status).toBe(404);
    expect((await stranger.post(`/v1/signer-authentications/${id}/handback`, { code: 'x' })).status).toBe(404);
    expect((await stranger.get('/v1/signer-authentications')).body).toEqual({ items: [], next: null });
    expect((await stranger.get('/v1/providers/openid')).status).toBe(404);
  });
});
