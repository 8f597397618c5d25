import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { call, client, closeClients, failure, text } from './clients.js';
import { closeServers, httpServer, rawServer } from './servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const head = (fields: readonly string[]) => `HTTP/1.1 200 OK\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;

/** Limits small enough that no test waits for a slow provider longer than it must. */
const impatient = { limits: { callMs: 400, connectMs: 300 } };

describe('refuses an answer that', () => {
  it('is a gzip bomb, without inflating a byte', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const server = await httpServer((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(bomb);
    });
    expect(await failure(client().send(call(server.origin, { maxBytes: 1024 * 1024 })))).toMatchObject({
      reason: 'encoding_refused',
      requestSent: true,
    });
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'x-unknown', 'identity, gzip', 'GZIP'])(
    'has the content encoding %s',
    async (encoding) => {
      const server = await httpServer((_request, response) => {
        response.setHeader('content-encoding', encoding).end('{}');
      });
      expect(await failure(client().send(call(server.origin)))).toMatchObject({ reason: 'encoding_refused' });
    },
  );

  it('has a compressing transfer encoding', async () => {
    const server = await rawServer((socket) => {
      socket.end(`${head(['transfer-encoding: gzip, chunked'])}2\r\n{}\r\n0\r\n\r\n`);
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({ reason: 'encoding_refused' });
  });

  it('announces more than the limit', async () => {
    const server = await rawServer((socket) => {
      socket.write(head(['content-length: 65537']));
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({
      reason: 'too_large',
      detail: 'the answer is larger than 65536 bytes',
    });
  });

  it('sends more than the limit without announcing it', async () => {
    const server = await httpServer((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({ reason: 'too_large' });
  });

  it('drips its body, one byte before every timer of undici would start anew', async () => {
    const server = await rawServer((socket) => {
      socket.write(head(['content-length: 1000']));
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });
    const refusal = await failure(client(impatient).send(call(server.origin)));
    expect(refusal).toMatchObject({ reason: 'timeout', requestSent: true, detail: expect.stringContaining('began') });
  });

  it('drips its header', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('x-drip: 1\r\n'), 20);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });
    expect(await failure(client(impatient).send(call(server.origin)))).toMatchObject({
      reason: 'timeout',
      requestSent: true,
    });
  });

  it('never comes to an end of interim answers', async () => {
    const server = await rawServer((socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'), 20);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });
    expect(await failure(client(impatient).send(call(server.origin)))).toMatchObject({ reason: 'timeout' });
  });

  it('never comes', async () => {
    const server = await rawServer(() => undefined);
    expect(await failure(client(impatient).send(call(server.origin)))).toMatchObject({
      reason: 'timeout',
      requestSent: true,
    });
  });

  it.each([
    ['one long field', `x-long: ${'x'.repeat(17_000)}`],
    ['many fields', Array.from({ length: 2000 }, (_, index) => `x-${index}: value`).join('\r\n')],
  ])('floods its header with %s', async (_name, fields) => {
    const server = await rawServer((socket) => {
      socket.write(head([fields, 'content-length: 2']));
      socket.write('{}');
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({ reason: 'headers_too_large' });
  });

  it('floods its trailer', async () => {
    const server = await rawServer((socket) => {
      socket.write(`${head(['transfer-encoding: chunked'])}2\r\n{}\r\n0\r\n`);
      socket.write(`x-trailer: ${'x'.repeat(60_000)}\r\n\r\n`);
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({ reason: 'headers_too_large' });
  });

  it.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['is HTTP/0.9', '<html></html>'],
    ['has two different lengths', `${head(['content-length: 2', 'content-length: 3'])}{} `],
    ['has a length and chunks', `${head(['content-length: 2', 'transfer-encoding: chunked'])}2\r\n{}\r\n0\r\n\r\n`],
    ['has a negative length', `${head(['content-length: -1'])}{}`],
    ['has a NUL in a field', `${head(['x-nul: a\0b', 'content-length: 2'])}{}`],
    ['has chunks that are none', `${head(['transfer-encoding: chunked'])}zz\r\n{}\r\n`],
    ['has the status 999', 'HTTP/1.1 999 No\r\ncontent-length: 2\r\n\r\n{}'],
    ['has the status 600', 'HTTP/1.1 600 No\r\ncontent-length: 2\r\n\r\n{}'],
  ])('%s', async (_name, bytes) => {
    const server = await rawServer((socket) => {
      socket.end(bytes, 'latin1');
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({
      reason: 'broken_answer',
      requestSent: true,
    });
  });

  it.each([
    ['is cut short', head(['content-length: 100']) + '{"a":'],
    ['is cut short between chunks', `${head(['transfer-encoding: chunked'])}2\r\n{}\r\n`],
    ['is closed before its header', ''],
    ['is closed inside its header', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['switches protocols unasked', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    const server = await rawServer((socket) => {
      socket.end(bytes, 'latin1');
    });
    const refusal = await failure(client().send(call(server.origin)));
    expect(['broken_answer', 'connection_reset']).toContain(refusal.reason);
    expect(refusal.requestSent).toBe(true);
  });

  it.each([204, 304])('says with %s that a body follows, where none can', async (status) => {
    const server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: 3\r\n\r\nabc`);
    });
    const answer = await client().send(call(server.origin));
    expect(answer).toMatchObject({ status });
    expect(answer.body).toHaveLength(0);
  });

  it('is reset', async () => {
    const server = await rawServer((socket) => {
      socket.resetAndDestroy();
    });
    expect(await failure(client().send(call(server.origin)))).toMatchObject({
      reason: 'connection_reset',
      requestSent: true,
    });
  });
});

it('sends a request once, even when the connection breaks after it, kept alive or new', async () => {
  const bodies: string[] = [];
  const server = await httpServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      if (body === 'warm') response.end('{}');
      else request.socket.destroy();
    });
  });
  const outbound = client();
  for (const body of ['code=new', 'warm', 'code=kept']) {
    await outbound.send(call(server.origin, { method: 'POST', body })).catch(() => undefined);
  }
  expect(bodies).toEqual(['code=new', 'warm', 'code=kept']);
});

it('leaves a server whose answer it refused alone: no second connection, and the next call gets one of its own', async () => {
  const server = await httpServer((request, response) => {
    if (request.url === '/bomb') response.setHeader('content-encoding', 'gzip');
    if (request.url !== '/silent') response.end('{}');
  });
  const outbound = client();
  for (const [path, timeoutMs] of [
    ['/bomb', 8_000],
    ['/silent', 50],
  ] as const) {
    await failure(outbound.send(call(server.origin + path, { timeoutMs })));
    await wait(50);
  }
  expect(server.connections()).toBe(2);
  expect((await outbound.send(call(server.origin))).status).toBe(200);
  expect(server.connections()).toBe(3);
});

it.each([301, 302, 303, 307, 308])('answers a redirect %d as it came, and does not follow it', async (status) => {
  const paths: (string | undefined)[] = [];
  const server = await httpServer((request, response) => {
    paths.push(request.url);
    response.writeHead(status, { location: '/elsewhere' }).end('moved');
  });
  const answer = await client().send(call(`${server.origin}/here`));
  expect([answer.status, answer.headers.get('location'), text(answer), paths]).toEqual([
    status,
    '/elsewhere',
    'moved',
    ['/here'],
  ]);
});

it.each([200, 201, 204, 400, 401, 404, 500, 503])('answers the status %d as it came', async (status) => {
  const server = await httpServer((_request, response) => {
    response
      .writeHead(status, { 'content-type': 'Application/JSON ; charset=UTF-8', date: 'Sun, 06 Nov 1994 08:49:37 GMT' })
      .end(status === 204 ? '' : '{"error":"x"}');
  });
  const answer = await client().send(call(server.origin));
  expect(answer).toMatchObject({ status, mediaType: 'application/json', date: new Date('1994-11-06T08:49:37Z') });
  expect(text(answer)).toBe(status === 204 ? '' : '{"error":"x"}');
});

it.each([
  [[], null, null],
  [['content-type: nonsense'], null, null],
  [['content-type: text/html; charset="x', 'date: yesterday'], 'text/html', null],
])('makes of the fields %j the media type %j and the date %j', async (fields, mediaType, date) => {
  const server = await rawServer((socket) => {
    socket.end(`${head([...fields, 'content-length: 2'])}{}`);
  });
  expect(await client().send(call(server.origin))).toMatchObject({ mediaType, date });
});

it('reads fields named like members of Object, and repeated ones, as fields', async () => {
  const server = await rawServer((socket) => {
    socket.end(head(['__proto__: a', 'constructor: b', 'toString: c', 'x: 1', 'x: 2', 'content-length: 0']));
  });
  const { headers } = await client().send(call(server.origin));
  expect([headers.get('__proto__'), headers.get('constructor'), headers.get('toString'), headers.get('x')]).toEqual([
    'a',
    'b',
    'c',
    '1, 2',
  ]);
});

it('accepts the encoding `identity`, a body of exactly the limit, and a body that ends with the connection', async () => {
  const server = await rawServer((socket) => {
    socket.end(`${head(['content-encoding: identity'])}${'x'.repeat(1000)}`);
  });
  const answer = await client().send(call(server.origin, { maxBytes: 1000 }));
  expect(answer.body).toHaveLength(1000);
  // Not a view into a buffer that holds other answers.
  expect(answer.body.buffer.byteLength).toBe(1000);
});

it('asks for no compression and names itself, whatever the caller says', async () => {
  const server = await httpServer((request, response) => {
    response.end(JSON.stringify(request.headers));
  });
  const headers = {
    'Accept-Encoding': 'gzip',
    'USER-AGENT': 'other',
    Accept: 'application/json',
    Authorization: 'Bearer x',
  };
  const answer = await client({ userAgent: 'Countersign/1.2.3' }).send(call(server.origin, { headers }));
  expect(JSON.parse(text(answer))).toMatchObject({
    'accept-encoding': 'identity',
    'user-agent': 'Countersign/1.2.3',
    accept: 'application/json',
    authorization: 'Bearer x',
  });
});

it.each([
  ['a line break in a header', { headers: { authorization: 'Bearer a\r\nx: y' } }],
  ['a NUL in a header', { headers: { authorization: 'Bearer \0' } }],
  ['text beyond ISO 8859-1 in a header', { headers: { authorization: 'Bearer \u{1F600}' } }],
  ['a header name that is none', { headers: { 'a b': 'c' } }],
])('refuses to send %s', async (_name, request) => {
  const server = await httpServer((_request, response) => {
    response.end();
  });
  expect(await failure(client().send(call(server.origin, request)))).toMatchObject({
    reason: 'request_invalid',
    requestSent: false,
  });
  expect(server.connections()).toBe(0);
});

it('ends with `aborted` when the caller gives up: before, while connecting, while waiting for the answer', async () => {
  const silent = await rawServer(() => undefined);
  const outbound = client({
    resolver: (name) =>
      name === 'never.example' ? new Promise(() => undefined) : Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    limits: { connectMs: 200 },
  });
  expect(await failure(outbound.send(call(silent.origin, { signal: AbortSignal.abort() })))).toMatchObject({
    reason: 'aborted',
    requestSent: false,
  });
  expect(silent.connections()).toBe(0);
  expect(await failure(outbound.send(call('http://never.example', { signal: AbortSignal.timeout(50) })))).toMatchObject(
    { reason: 'aborted', requestSent: false },
  );
  expect(await failure(outbound.send(call(silent.origin, { signal: AbortSignal.timeout(100) })))).toMatchObject({
    reason: 'aborted',
    requestSent: true,
  });
});
