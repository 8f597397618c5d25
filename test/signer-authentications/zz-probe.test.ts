/* scratch */
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, it } from '@jest/globals';
import { JOHN_DOE, startScriptableProvider } from '../support/scriptable-provider.js';
import { startTestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

const say = (...a: any[]) =>
  appendFileSync(
    '/tmp/probe/out.txt',
    a
      .map((x) => (typeof x === 'string' ? x : JSON.stringify(x)))
      .join(' ')
      .slice(0, 900) + '\n',
  );
let service: any, tenant: any, provider: any;
const raw = (method: string, path: string, headers: any = {}, body?: string) =>
  new Promise<any>((res, rej) => {
    const u = new URL(service.url);
    const r = http.request(
      { host: '127.0.0.1', port: u.port, method, path, headers: { host: u.host, ...headers } },
      (a) => {
        let t = '';
        a.on('data', (c) => (t += c));
        a.on('end', () => res({ status: a.statusCode, headers: a.headers, text: t }));
      },
    );
    r.on('error', rej);
    if (body !== undefined) r.write(body);
    r.end();
  });
const create = async (providers: any[], more: any = {}) =>
  await tenant.post('/v1/signer-authentications', {
    envelope: { id: 'e' + Math.random() },
    workstep: { id: 'w' },
    recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
    providers,
    returnUrl: 'https://workflow.example/after',
    ...more,
  });
let n = 0;
const add = async (more: any = {}) => {
  const name = `p${(n += 1)}`;
  const a = await tenant.post('/v1/providers', {
    name,
    kind: 'oidc',
    clientId: provider.clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret: 's3cret' },
    issuer: provider.issuer,
    ...more,
  });
  if (a.status !== 201) say('ADD', a.status, a.body);
  return name;
};
const login = async (name: string, more: any = {}) => {
  const c = await create([{ name, ...(more.offered ?? {}) }], more.request);
  if (c.status !== 201) {
    say('CREATE', c.status, c.body);
    return null as any;
  }
  const b = new SignerBrowser();
  await b.open(c.body.signInUrl);
  const p = await b.click(`button[name=provider][value=${name}]`);
  const read = await tenant.get(`/v1/signer-authentications/${c.body.id}`);
  return { page: p, read: read.body, id: c.body.id, browser: b, url: c.body.signInUrl };
};
beforeAll(async () => {
  service = await startTestService();
  tenant = await service.newTenant('acme');
  provider = await startScriptableProvider({ clientSecret: 's3cret', person: { ...JOHN_DOE, resources: {} } });
});
afterAll(async () => {
  say(
    'ERRORS IN LOG',
    service.log.lines
      .filter((l: any) => l.level === 'error')
      .map((l: any) => [l.error?.message ?? l.msg, l.code, l.error?.cause?.message ?? '']),
  );
  await service.close();
  await provider.close();
});
it('leaf limit', async () => {
  const mappings = Array.from({ length: 100 }, (_, i) => ({
    path: `person_data.very_long_claim_name_number_${i}.and_more`,
    action: 'validate',
    target: `custom.employee_number_field_${i}`,
    whenMissing: 'skip',
  }));
  const name = await add({
    resources: [1, 2, 3, 4, 5].map((i) => ({ name: `res${i}`, uri: `${provider.issuer}/resource/r${i}`, mappings })),
  });
  provider.behave({
    resource: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }),
  });
  const r = await login(name);
  say('LEAF skip', r?.page.status, r?.page.url.href.slice(0, 80), r?.read.status);
  const name2 = await add({
    resources: [1, 2, 3, 4, 5].map((i) => ({
      name: `res${i}`,
      uri: `${provider.issuer}/resource/r${i}`,
      mappings: mappings.map((m) => ({ ...m, whenMissing: 'fail' })),
    })),
  });
  const r2 = await login(name2);
  say('LEAF fail', r2?.page.status, r2?.page.url.href.slice(0, 80), r2?.read.status);
}, 120000);
it('claims', async () => {
  const mappings = [
    { path: 'family_name', action: 'update', target: 'recipient.lastName' },
    { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
  ];
  const name = await add({ idToken: { mappings } });
  for (const [label, claims] of Object.entries<any>({
    nul: { family_name: 'a\u0000b' },
    surrogate: { family_name: 'a\ud800b' },
    acrnul: { acr: 'a\u0000b' },
    acrsur: { acr: 'x\ud800' },
    amrsur: { amr: ['\ud800', '\u0000'] },
    amrhuge: { amr: Array.from({ length: 3000 }, () => 'x'.repeat(10)) },
    acrhuge: { acr: 'x'.repeat(40000) },
    big: { family_name: 'x'.repeat(40000) },
    proto: JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
    auth_time_huge: { auth_time: 1e300 },
    auth_time_neg: { auth_time: -1e13 },
    auth_time_str: { auth_time: 'x' },
    subnul: { sub: 'a\u0000' },
    sub_big: { sub: 'x'.repeat(255) },
    subarr: { sub: ['x'] },
    num: { family_name: 9007199254740993 },
    empty: { family_name: '' },
    givenarr: { given_name: ['John'] },
    amrobj: { amr: { a: 1 } },
    azp: { azp: 5 },
    exp: { exp: 1e400 },
    iat: { iat: 1e18 },
    emailv: { email_verified: 'no' },
    jsonpath: { "$['x']": 1 },
  })) {
    provider.behave({ idToken: { claims } });
    const r = await login(name);
    const ev = await tenant.get(`/v1/envelopes/${encodeURIComponent(r.read.envelope?.id ?? '')}/audit-trail`);
    say(
      'CLAIM',
      label,
      r?.page.status,
      r?.page.url.host,
      r?.read.status,
      r?.read.outcome?.updates,
      'trail',
      ev.status,
      (ev.body.events ?? []).map((e: any) => e.data?.code).filter(Boolean),
    );
  }
  provider.behave({});
}, 120000);
it('browser', async () => {
  const name = await add({});
  const c = await create([{ name }], {
    envelope: { id: 'env-b', name: '<b>\u202e😀' + 'x'.repeat(480) },
    recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe', language: 'en' },
  });
  say('ENVNAME', c.status);
  const token = new URL(c.body.signInUrl).pathname.split('/')[2]!;
  for (const [m, p, h, b] of [
    ['GET', `/sign-in/${token}/`],
    ['GET', `/sign-in/%2e%2e`],
    ['GET', '/sign-in/%2f'],
    ['GET', '/sign-in/%25'],
    ['GET', '/sign-in/%'],
    ['GET', '/sign-in/%ff'],
    ['GET', '/sign-in/' + 'a'.repeat(600)],
    ['GET', '/sign-in/%00'],
    ['GET', '/sign-in/ü'.replace('ü', '%C3%BC')],
    ['GET', `/sign-in/${token}?x=%00`],
    ['GET', `//sign-in/${token}`],
    ['GET', `/sign-in//${token}`],
    ['GET', `/SIGN-IN/${token}`],
    ['HEAD', `/sign-in/${token}`],
    ['PUT', `/sign-in/${token}`],
    ['OPTIONS', `/sign-in/${token}`],
    ['DELETE', `/sign-in/${token}`],
    ['PATCH', `/callback/acme/${name}`],
    ['OPTIONS', `/callback/acme/${name}`],
    ['PUT', `/callback/acme/${name}`],
    ['POST', `/callback/acme/${name}`, { 'content-type': 'application/json' }, '{"state":"x"}'],
    ['POST', `/callback/acme/${name}`, { 'content-type': 'text/plain' }, 'x'],
    ['POST', `/callback/acme/${name}`, {}, 'x'],
    [
      'POST',
      `/callback/acme/${name}`,
      { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '300000' },
      'x'.repeat(300000),
    ],
    ['POST', `/callback/acme/${name}`, { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['GET', `/callback/acme/${name}/`],
    ['GET', `/callback/acme%2F/${name}`],
    ['GET', `/callback/acme/%00`],
    ['GET', `/callback/acme/${'p'.repeat(600)}?state=${'a'.repeat(43)}`],
    ['GET', `/callback/acme/${name}?state=%ff%fe`],
    ['GET', `/callback/acme/${name}?state=${'a'.repeat(9000)}`],
    ['GET', `/callback/acme/%ff`],
    ['GET', '/callback/acme'],
    ['GET', '/callback'],
    ['GET', `/callback/%F0%9F%98%80/${name}?state=${'a'.repeat(43)}`, { cookie: 'x=%ff; a=b; ' + 'c'.repeat(7000) }],
    ['POST', `/sign-in/${token}`, { 'content-type': 'application/x-www-form-urlencoded' }, `provider=${name}`],
    [
      'POST',
      `/sign-in/${token}`,
      { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      `provider=${name}`,
    ],
    [
      'POST',
      `/sign-in/${token}`,
      { 'sec-fetch-site': 'none', 'content-type': 'application/x-www-form-urlencoded' },
      `provider=${name}`,
    ],
    [
      'POST',
      `/sign-in/${token}`,
      { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      `{"provider":"${name}"}`,
    ],
    ['POST', `/sign-in/${token}`, { 'sec-fetch-site': 'same-origin' }],
    [
      'POST',
      `/sign-in/${token}`,
      { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      `provider=${name}&provider=${name}`,
    ],
    [
      'POST',
      `/sign-in/${token}`,
      {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'accept-language': 'x'.repeat(10000),
      },
      `provider=${name}`,
    ],
    ['GET', `/sign-in/${token}`, { 'accept-language': ';;;,,q=1,*;q=999,\x80' + ',de-x;q=0.1'.repeat(900) }],
    ['GET', '/signed-out'],
    ['GET', '/signed-out?state=x'],
    ['GET', '/signed-out?state=x&state=y'],
    ['GET', '/signed-out?state=' + 'x'.repeat(9000)],
    ['POST', '/signed-out'],
    ['GET', `/sign-in/${token}`, { cookie: 'a=' + 'c'.repeat(17000) }],
  ] as any[]) {
    try {
      const a = await raw(m, p, h, b);
      say(
        'WEB',
        m,
        p.slice(0, 70),
        h ? JSON.stringify(h).slice(0, 60) : '',
        a.status,
        a.headers['content-type'] ?? '',
        a.status >= 400 ? a.text.replace(/\s+/g, ' ').slice(0, 0) : (a.headers.location?.slice(0, 60) ?? ''),
      );
    } catch (e: any) {
      say('WEB ERR', m, p.slice(0, 60), e.message);
    }
  }
  for (const returnUrl of [
    'https://wf.example/a?x=b%20c&flag&t=a%2Fb~*',
    'https://wf.example/a?status=x&handback=y&status=z',
    'https://wf.example:8443/a',
    'https://[::1]/a',
    'https://xn--mnchen-3ya.example/a',
    'https://münchen.example/a',
    'https://wf.example/a#f',
    'https://wf.example/a#',
    'https://wf.example/a?',
    'HTTPS://WF.example',
    'https:wf.example',
    'https:///wf.example/x',
    'https://wf.example/%zz?%zz',
    'http://[::1]:3/a',
    'https://1.2.3',
    'https://a;b.example/',
    "https://a'b.example/",
    'https://a,b.example/',
    'https://*.example/',
    'https://wf.example./x',
    null,
  ]) {
    const r = await login(name, { request: { returnUrl } }).catch((e: any) => {
      say('RETURN THROW', returnUrl, e.message);
      return null;
    });
    if (r) say('RETURN', returnUrl, r.page.status, r.page.url.href);
  }
  for (const language of ['x-klingon', 'de-AT', 'en-US-x-foo', 'zz', '', 'i-klingon', 'tlh', 'de_DE', 'a'.repeat(40)]) {
    const c = await create([{ name }], {
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe', language },
    });
    let s = '';
    if (c.status === 201) {
      const a = await raw('GET', new URL(c.body.signInUrl).pathname);
      s = `${a.status} ${a.headers['content-language']}`;
      const l = await login(name, {
        request: { recipient: { email: 'j@e.com', firstName: 'a', lastName: 'b', language } },
      });
      s += ` ${l.read.status}`;
    }
    say('LANG', language, c.status, s);
  }
  // HEAD on callback
  const h = await create([{ name }]);
  const b = new SignerBrowser({ doNotFetch: (u) => u.pathname.startsWith('/callback/') });
  await b.open(h.body.signInUrl);
  const p = await b.click(`button[value=${name}]`);
  const cookies = Object.entries(await b.cookies.valuesFor(p.url))
    .map(([k, v]) => `${k}=${v}`)
    .join('; ');
  const head = await raw('HEAD', p.url.pathname + p.url.search, { cookie: cookies });
  const get = await raw('GET', p.url.pathname + p.url.search, { cookie: cookies });
  say(
    'HEAD callback',
    head.status,
    head.headers.location?.slice(0, 80),
    'GET',
    get.status,
    get.headers.location?.slice(0, 80),
    (await tenant.get(`/v1/signer-authentications/${h.body.id}`)).body.status,
  );
}, 120000);
it('api', async () => {
  const A = { authorization: `Bearer ${tenant.key}` };
  const cur = (x: any) => Buffer.from(JSON.stringify(x)).toString('base64url');
  const uuid = '00000000-0000-4000-8000-000000000000';
  for (const list of [
    '/v1/signer-authentications',
    '/v1/providers',
    '/v1/api-keys',
    '/v1/audit-events',
    '/v1/providers/p1/revisions',
  ]) {
    for (const q of [
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=',
      'limit=%20',
      'limit=1&limit=2',
      'limit=1.0',
      'limit=0x10',
      'cursor=',
      'cursor=%00',
      'cursor=abc',
      `cursor=${cur(['0000-01-01T00:00:00Z', uuid])}`,
      `cursor=${cur(['9999-12-31T23:59:59.999999999999Z', uuid])}`,
      `cursor=${cur(['2020-01-01T00:00:00Z'])}`,
      `cursor=${cur([1e308])}`,
      `cursor=${cur(['\u0000'])}`,
      `cursor=${cur([-1])}`,
      `cursor=${cur([99999999999])}`,
      `cursor=${cur([1.5])}`,
      `cursor=${cur(['99999999999999999999999'])}`,
      `cursor=${cur(null)}`,
      'x=1',
      '__proto__=1',
      'limit[]=1',
    ]) {
      const a = await raw('GET', `${list}?${q}`, A);
      if (a.status >= 500 || (a.status !== 400 && a.status !== 200) || a.status === 200)
        say('LIST', list, q.startsWith('cursor=') ? Buffer.from(q.slice(7), 'base64url').toString() : q, a.status);
    }
  }
  for (const q of [
    'from=0000-01-01T00:00:00Z',
    'from=9999-12-31T23:59:59Z',
    'to=0001-01-01T00:00:00Z',
    'from=2020-02-30T00:00:00Z',
    'from=x',
    'type=x',
    'actor=%25',
    'envelopeId=%25',
    'envelopeId=%00',
    'envelopeId=' + 'x'.repeat(300),
  ])
    say('EVENTS', q.slice(0, 40), (await raw('GET', '/v1/audit-events?' + q, A)).status);
  for (const q of [
    'envelopeId=%25',
    'envelopeId=%00',
    'envelopeId=',
    'status=x',
    'envelopeId=%ff',
    'envelopeId=a&envelopeId=b',
  ])
    say('SA', q, (await raw('GET', '/v1/signer-authentications?' + q, A)).status);
  for (const p of [
    '/v1/envelopes/%00/audit-trail',
    '/v1/envelopes/%25/audit-trail',
    '/v1/envelopes/..%2f/audit-trail',
    '/v1/envelopes/' + 'x'.repeat(300) + '/audit-trail',
    '/v1/envelopes/%F0%9F%98%80/audit-trail',
    '/v1/audit/proofs/inclusion?leafHash=x',
    '/v1/audit/proofs/consistency?from=-1&to=5',
    '/v1/audit/proofs/consistency?from=1e30&to=5',
    '/v1/audit/proofs/inclusion?leafHash=' + '0'.repeat(64),
    '/v1/audit/tiles/tile/0/x999',
    '/v1/audit/tiles/tile/99/000',
    '/v1/audit/tiles/tile/0/000.p/999',
    '/v1/providers/p1/revisions/99999999999',
    '/v1/providers/p1/revisions/1e3',
    '/v1/providers/p1/revisions/-1',
    '/v1/providers/%00',
    '/v1/providers/..',
    '/v1/providers/P1',
    '/v1/signer-authentications/x',
    '/v1/signer-authentications/' + uuid,
    '/v1/signer-authentications/' + uuid.toUpperCase(),
    '/v1/tenants/acme/jwks.json',
    '/v1/tenants/%00/jwks.json',
    '/v1/tenants/../jwks.json',
    '/v1/audit/checkpoint',
    '/v1/audit/key',
    '/openapi.json',
    '/docs',
    '/errors/__proto__',
    '/errors/x',
    '/errors/constructor',
    '/metrics',
    '/health/ready',
    '/',
    '/v1',
    '/v1/',
    '/favicon.ico',
    '/robots.txt',
  ]) {
    const a = await raw('GET', p, A);
    say('PATH', p.slice(0, 70), a.status, a.headers['content-type'] ?? '');
  }
  for (const h of [
    { authorization: `bearer ${tenant.key}` },
    { authorization: `BEARER  ${tenant.key} ` },
    { authorization: `Basic ${tenant.key}` },
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${tenant.key}x` },
    { authorization: `Bearer ${tenant.key}, Bearer x` },
  ])
    say('AUTH', JSON.stringify(h).slice(0, 30), (await raw('GET', '/v1/providers', h as any)).status);
  for (const im of ['W/"1"', '"1", "2"', '*', '1', '"x"', '""', '"1"x', 'null', '"01"']) {
    const name = await add();
    const body = JSON.stringify({
      name,
      kind: 'oidc',
      clientId: 'x',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 's3cret' },
      issuer: provider.issuer,
    });
    const a = await raw(
      'PUT',
      `/v1/providers/${name}`,
      { ...A, 'content-type': 'application/json', 'if-match': im },
      body,
    );
    say('IFMATCH', im, a.status);
    const d = await raw('DELETE', `/v1/providers/${name}`, { ...A, 'if-match': im });
    say('  DELETE', d.status);
  }
  for (const [m, p] of [
    ['POST', '/v1/signer-authentications'],
    ['POST', '/v1/providers'],
    ['POST', '/v1/api-keys'],
    ['POST', '/v1/provider-diagnoses'],
    ['POST', '/v1/mapping-previews'],
    ['POST', '/v1/erasures'],
    ['POST', '/v1/providers/p1/disable'],
    ['POST', '/v1/providers/p1/enable'],
    ['POST', '/v1/providers/p1/test-logins'],
    ['POST', '/v1/providers/p1/diagnosis'],
    ['POST', '/v1/providers/p1/metadata-approvals'],
    ['POST', `/v1/signer-authentications/${uuid}/cancel`],
    ['POST', `/v1/signer-authentications/${uuid}/handback`],
  ] as any)
    for (const [ct, b] of [
      ['application/json', ''],
      ['application/json', 'null'],
      ['application/json', '[]'],
      ['application/json', '"x"'],
      ['application/json', '{"a":1,"a":2}'],
      ['application/json', '{"a":' + '['.repeat(200) + ']'.repeat(200) + '}'],
      ['application/json', '{"__proto__":{"x":1},"constructor":{"prototype":1}}'],
      ['text/plain', 'x'],
      ['application/x-www-form-urlencoded', 'a=b'],
      ['application/json; charset=utf-16', '{}'],
      ['application/json', '\ufeff{}'],
      ['application/json', '{"a\u0000":1}'],
      ['application/json', '{"name":"\\u0000"}'],
      ['application/json', '{"name":1e999}'],
      ['application/json', ' '.repeat(1100000)],
      [undefined, '{}'],
      ['', '{}'],
    ] as any) {
      const a = await raw(
        m,
        p,
        { ...A, ...(ct === undefined ? {} : { 'content-type': ct }), 'content-length': String(Buffer.byteLength(b)) },
        b,
      ).catch((e) => ({ status: e.message }));
      if (typeof a.status !== 'number' || a.status >= 500 || a.status < 400)
        say('BODY', m, p, ct, b.slice(0, 40), a.status);
    }
  for (const k of ['', ' ', 'a'.repeat(201), 'ü', 'a b', 'a', 'A,b']) {
    const a = await raw(
      'POST',
      '/v1/signer-authentications',
      { ...A, 'content-type': 'application/json', 'idempotency-key': k },
      JSON.stringify({
        envelope: { id: 'x' },
        workstep: { id: 'w' },
        recipient: { email: 'john@example.com' },
        providers: [{ name: 'p1' }],
      }),
    );
    say('IDEM', k.slice(0, 20), a.status, a.status === 422 ? a.text.slice(0, 200) : '');
  }
  for (const b of [
    { name: 'k', scopes: ['providers:read'], expiresAt: '0000-01-01T00:00:00Z' },
    { name: 'k', scopes: ['providers:read'], expiresAt: '9999-12-31T23:59:59Z' },
    { name: 'k', scopes: ['providers:read'], expiresAt: '2027-02-30T00:00:00Z' },
    { name: 'k', scopes: ['tenants:write'] },
    { name: 'k', scopes: [] },
    { name: 'k', scopes: ['providers:read', 'providers:read'] },
  ]) {
    const a = await tenant.post('/v1/api-keys', b);
    say('KEY', b, a.status, a.status >= 500 ? a.body : '');
  }
  for (const name of ['..', '.', 'a/b', 'A', '-', 'a'.repeat(64), 'con', 'default', 'acme', '__proto__'])
    say('TENANT', name, (await service.operator.post('/v1/tenants', { name })).status);
  for (const m of ['OPTIONS', 'HEAD', 'TRACE', 'PATCH', 'PUT', 'DELETE', 'PROPFIND'])
    say(
      'METHOD',
      m,
      await raw(m, '/v1/providers', {
        ...A,
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
      }).then(
        (a) => [a.status, a.headers.allow, a.headers['access-control-allow-origin']],
        (e) => e.message,
      ),
    );
}, 240000);
