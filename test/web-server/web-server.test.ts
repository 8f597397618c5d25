import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cannotListen } from '../../src/web-server/cannot-listen.js';
import { startTestService, type TestService } from '../support/service.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.close());

const json = { 'content-type': 'application/json' };

/** Sends bytes as they are and reads the whole answer. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(service.settings.PORT, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const nested = (depth: number): string => `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('a request that cannot be read', () => {
  test.each([
    ['broken JSON', '{"name":', json, 400, 'request.malformed', 'line 1, column'],
    ['a member twice', '{"name":"a","name":"b"}', json, 400, 'request.malformed', '"name" twice'],
    ['a member twice, once escaped', '{"name":"a","\\u006eame":"b"}', json, 400, 'request.malformed', '"name" twice'],
    ['JSON nested too deep', nested(100), json, 400, 'request.malformed', 'deep'],
    ['JSON nested extremely deep', nested(200_000), json, 400, 'request.malformed', 'deep'],
    ['a list as the body', '[]', json, 400, 'request.malformed', 'array'],
    ['a bare value as the body', '7', json, 400, 'request.malformed', 'single value'],
    ['HTML', '<p>hello</p>', json, 400, 'request.malformed', 'HTML'],
    ['a body over the limit', `{"name":"${'x'.repeat(1_100_000)}"}`, json, 413, 'request.too_large', 'large'],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'request.unsupported_media_type', 'Content-Type'],
    ['a broken Content-Type', '{}', { 'content-type': ';;' }, 415, 'request.unsupported_media_type', 'Content-Type'],
    [
      'a form',
      'name=acme',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'request.unsupported_media_type',
      'Content-Type',
    ],
  ])('because it has %s is answered as a problem', async (_what, body, headers, status, code, detail) => {
    const answer = await service.operator.request('POST', '/v1/tenants', { body, headers });
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect((answer.body as { detail: string }).detail).toContain(detail);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('because it is too large is answered to a client of OAuth in the words of RFC 6749', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `grant_type=client_credentials&client_assertion=${'x'.repeat(60_000)}`;
    const answer = await service.caller(null).request('POST', '/oauth/token', { body, headers });
    expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('because a member is named __proto__ or constructor is refused by that name', async () => {
    const body = '{"name":"acme","__proto__":{"displayName":"x"},"constructor":{"prototype":{}}}';
    expect(await service.operator.request('POST', '/v1/tenants', { body, headers: json })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.__proto__' }, { path: '$.constructor' }] },
    });
    expect(({} as { displayName?: string }).displayName).toBeUndefined();
  });

  test.each([
    ['an address that cannot be decoded', '/v1/%zz', 400],
    ['an address with half an escape', '/v1/tenants/%e2%82', 400],
    ['an address longer than any of ours', `/errors/${'x'.repeat(5_000)}`, 404],
    ['a name longer than any of ours', `/v1/providers/${'x'.repeat(5_000)}`, 404],
  ])('because it has %s is answered as a problem', async (_what, path, status) => {
    const answer = await service.operator.get(path);
    expect(answer).toMatchObject({ status, body: { status } });
  });

  test.each([
    [{ 'content-type': 'text/plain' }, 'accept', 'application/json'],
    [{ 'content-type': ';;' }, 'accept', 'application/json'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 'accept', 'application/json'],
    [{ ...json, 'content-encoding': 'gzip' }, 'accept-encoding', 'identity'],
  ])('because of %j is told what is expected', async (headers, name, expected) => {
    const answer = await service.operator.request('POST', '/v1/tenants', { body: '{}', headers });
    expect(answer.status).toBe(415);
    expect(answer.headers.get(name)).toBe(expected);
  });

  test.each([
    ['cannot be decoded', 'GET /v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['is not HTTP', 'HELO mail.example\r\n\r\n'],
  ])('because it %s stands in the log under the id of its answer', async (_what, bytes) => {
    const answer = await sendRaw(bytes);
    const id = /^x-request-id: (\S+)\r$/im.exec(answer)?.[1];
    expect(answer).toContain(`"instance":"${String(id)}"`);
    expect(service.log.lines).toContainEqual(
      expect.objectContaining({ correlationId: id, status: 400, code: 'request.malformed' }),
    );
  });

  test('because it is not HTTP is answered as a problem, and the connection closed', async () => {
    const answer = await sendRaw('HELO mail.example\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code: 'request.malformed' });
  });

  test('because its headers are too large is answered as a problem that names the limit', async () => {
    expect(await service.operator.get('/v1/tenants', { 'x-filler': 'a'.repeat(40_000) })).toMatchObject({
      status: 431,
      body: { code: 'request.headers_too_large', detail: expect.stringContaining('at most 32768') as unknown },
    });
  });

  test('because it names no host is answered as a problem with its id, and logged', async () => {
    const answer = await sendRaw('GET /v1/providers HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const [, correlationId] = /x-request-id: (\S+)/.exec(answer) ?? [];
    expect(answer).toContain(`"instance":"${correlationId}"`);
    expect(answer).toContain('The request has no Host');
    expect(service.log.lines).toContainEqual(expect.objectContaining({ correlationId, status: 400 }));
  });

  test('because its headers are endless is cut off', async () => {
    const answer = await sendRaw(`GET /health/live HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(4_000_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('request.headers_too_large');
  });
});

describe('an address', () => {
  test('that there is not answers 404 without repeating it', async () => {
    const answer = await service.operator.get('/nothing/secret-token?code=secret-code');
    expect(answer).toMatchObject({ status: 404, body: { code: 'request.no_such_address' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|key/);
  });

  test('with another method answers 405 and lists those that it has', async () => {
    const answer = await service.operator.request('PUT', '/v1/api-keys');
    expect(answer).toMatchObject({ status: 405, body: { code: 'request.method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await service.operator.get('/v1/api-keys/some-id')).headers.get('allow')).toBe('DELETE');
  });
});

describe('each request', () => {
  test('is served whatever else its sender expects', async () => {
    const answer = await sendRaw('GET /health/live HTTP/1.1\r\nHost: x\r\nExpect: more\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*x-request-id: /);
  });

  test('has a correlation id of our own making, in header, problem and log', async () => {
    const answer = await service.caller(null).get('/v1/tenants', { 'x-request-id': 'chosen-by-caller' });
    const id = answer.headers.get('x-request-id') ?? '';
    expect(id).toMatch(UUID);
    expect(answer.body).toMatchObject({ instance: id });
    expect(service.log.lines).toContainEqual(
      expect.objectContaining({ correlationId: id, method: 'GET', route: '/v1/tenants', status: 401 }),
    );
  });

  test('has the same one in a problem whose body could not be read', async () => {
    const answer = await service.operator.request('POST', '/v1/tenants', { body: '{', headers: json });
    expect(answer.body).toMatchObject({ instance: answer.headers.get('x-request-id') });
  });

  test('is logged without its address, query, headers and body', async () => {
    const secret = 'do-not-log-me';
    const caller = service.caller(`csk_${secret}-key`);
    await caller.post(
      `/v1/tenants?cursor=${secret}-query`,
      { name: `${secret}-body` },
      { cookie: `a=${secret}-cookie` },
    );
    await caller.get(`/sign-in/${secret}-token?code=${secret}-code`);
    await caller.get(`/callback/default/provider?code=${secret}-code&state=${secret}-state`);
    await caller.request('POST', '/v1/tenants', { body: `{"${secret}`, headers: json });
    expect(service.log.text).not.toContain(secret);
  });

  test('is logged and measured under its id when its sender leaves before the end', async () => {
    const before = service.log.lines.length;
    const socket = connect(service.settings.PORT, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /v1/providers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
    // Headers on one connection are read before those on a later one.
    await service.operator.get('/v1/tenants');
    // Without a farewell: half a request that ends properly is answered as broken.
    socket.resetAndDestroy();
    const left = { method: 'POST', route: '/v1/providers', status: 499 };
    const line = () => service.log.lines.slice(before).find(({ status }) => status === 499);
    for (let turn = 0; turn < 100 && line() === undefined; turn += 1) await sleep(20);
    expect(line()).toMatchObject({ ...left, correlationId: expect.stringMatching(UUID) });
    expect(String((await service.caller(null).get('/metrics')).body)).toContain(
      'countersign_http_request_duration_seconds_count{method="POST",route="/v1/providers",status="499"} 1',
    );
  });

  test('may come over a connection that is kept, and is told not to be cached', async () => {
    const answer = await service.operator.get('/v1/tenants');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('a signer, whose request no controller sees,', () => {
  test.each([
    ['a link without its end', 'GET', '/sign-in', undefined, 404],
    ['a callback that names no provider', 'GET', '/callback/default', undefined, 404],
    ['a callback that is too large', 'POST', '/callback/default/some-provider', 'x'.repeat(300_000), 413],
    ['a link with half an escape at its end', 'GET', '/sign-in/%', undefined, 404],
    ['a link with letters that are none', 'GET', '/sign-in/%ff%fe?lang=de', undefined, 404],
    ['a link that something was added to', 'GET', `/sign-in/${'x'.repeat(600)}`, undefined, 404],
    ['a callback whose address cannot be decoded', 'GET', '/callback/%zz/x?code=1', undefined, 404],
    ['a form posted to an address that cannot be decoded', 'POST', '/sign-in/%c3%28', 'provider=x', 404],
  ])('is answered by a page: %s', async (_what, method, path, body, status) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'de' };
    const answer = await service
      .caller(null)
      .request(method, path, { headers, ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.body).toContain('<html lang="de"');
    expect(answer.body).toContain(answer.headers.get('x-request-id') ?? 'no correlation id');
  });

  test.each([20, 100, 250])('is answered by a page when the cookies of the browser have %i KiB', async (kibibytes) => {
    const cookie = Array.from({ length: kibibytes }, (_unused, index) => `other${index}=${'x'.repeat(1010)}`).join(
      '; ',
    );
    const headers = { cookie, 'accept-language': 'pl', accept: 'text/html' };
    const answer = await service.caller(null).get(`/sign-in/${'t'.repeat(43)}`, headers);
    expect(answer.status).toBe(kibibytes < 32 ? 404 : 431);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.body).toContain('<html lang="pl"');
    expect(String(answer.body).includes('Usuń pliki cookie')).toBe(kibibytes > 32);
  });
});

describe('where nothing can be listened on', () => {
  /** What a server of Node fails with there. */
  const failure = (port: number, host: string): Promise<Error> =>
    new Promise((resolve) => createServer().once('error', resolve).listen(port, host));
  const system = (code: string): Error => Object.assign(new Error(`listen ${code}: as Node says it`), { code });
  const inUse = (): number => service.settings.PORT;

  test.each<
    [what: string, setting: 'PORT' | 'MTLS_PORT', port: () => number, host: string, error: Error | null, told: string]
  >([
    ['a port in use', 'PORT', inUse, '127.0.0.1', null, 'is in use at 127.0.0.1 (HOST)'],
    ['a port in use', 'MTLS_PORT', inUse, '127.0.0.1', null, 'set MTLS_PORT to a port that is free'],
    // Kept for documents (RFC 5737), so no machine's own.
    [
      'an address of another machine',
      'PORT',
      () => 0,
      '192.0.2.1',
      null,
      'HOST 192.0.2.1 is no address of this machine',
    ],
    ['a name of nobody', 'PORT', () => 0, 'nobody.invalid', null, 'HOST nobody.invalid is a name without an address'],
    ['a port of the system', 'PORT', () => 443, '0.0.0.0', system('EACCES'), 'ports below 1024 need the right to'],
    [
      'a port that is kept',
      'MTLS_PORT',
      () => 8443,
      '0.0.0.0',
      system('EACCES'),
      'MTLS_PORT 8443 may not be listened on',
    ],
    [
      'anything else',
      'PORT',
      () => 3000,
      '::',
      system('EINVAL'),
      'PORT at :: (HOST) cannot be listened on: listen EINVAL',
    ],
  ])('%s of %s is told by the setting that is at fault', async (_what, setting, port, host, error, told) => {
    const cause = error ?? (await failure(port(), host));
    const { message } = cannotListen(cause, setting, { HOST: host, PORT: port(), MTLS_PORT: port() });
    expect(message).toContain(told);
    expect(message.includes('listen E')).toBe(told.includes('listen E'));
  });
});
