import type { RequestListener } from 'node:http';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as openid from 'openid-client';
import type { FetchInit, FetchProfile, ObservedCall } from '../../src/outbound/outbound-call.js';
import { type OutboundFailure, outboundFailureIn } from '../../src/outbound/outbound-failure.js';
import { createSelfSignedServer, type TestCertificate } from '../support/certificates.js';
import { client, closeClients, failure } from './clients.js';
import { closeServers, httpServer, httpsServer, rawServer } from './servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const profile: FetchProfile = { tenantId: 'tenant', target: { kind: 'provider', id: 'provider' }, maxBytes: 64 * 1024 };
const get: FetchInit = { method: 'GET', headers: {} };

const echo = () =>
  httpServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }));
    });
  });

describe('a guarded fetch', () => {
  it.each([
    ['text', 'a=b', undefined],
    ['form parameters', new URLSearchParams({ a: 'b' }), 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['bytes', new TextEncoder().encode('a=b'), undefined],
    ['a buffer', new TextEncoder().encode('a=b').buffer, undefined],
  ])('sends %s', async (_name, body, type) => {
    const server = await echo();
    const response = await client().fetchFor(profile)(server.origin, { method: 'POST', headers: {}, body });
    expect(await response.json()).toEqual({ method: 'POST', type, body: 'a=b' });
  });

  it('keeps the content type that the caller names', async () => {
    const server = await echo();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const response = await client().fetchFor(profile)(server.origin, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ a: 'b' }),
    });
    expect(await response.json()).toMatchObject({ type: headers['Content-Type'] });
  });

  it.each([[{ method: 'HEAD', headers: {} }], [{ method: 'POST', headers: {}, body: new ReadableStream() }]])(
    'refuses what it cannot send whole',
    async (init) => {
      const server = await echo();
      expect(await failure(client().fetchFor(profile)(server.origin, init))).toMatchObject({
        reason: 'request_invalid',
      });
      expect(server.connections()).toBe(0);
    },
  );

  it.each([204, 205, 304, 301, 404])('gives the answer %d as a Response', async (status) => {
    const server = await httpServer((_request, response) => {
      response.writeHead(status, { 'x-seen': 'yes' }).end();
    });
    const response = await client().fetchFor(profile)(server.origin, get);
    expect([response.status, response.headers.get('x-seen'), await response.text()]).toEqual([status, 'yes', '']);
  });

  it('shows each finished call to its observer, failed ones too', async () => {
    const server = await echo();
    const seen: ObservedCall[] = [];
    const fetch = client({ allowedCidrs: ['127.0.0.1/32'] }).fetchFor({
      ...profile,
      onAnswer: (call) => seen.push(call),
    });
    await fetch(`${server.origin}/ok`, get);
    await failure(fetch('http://10.0.0.1/', get));
    expect(seen).toMatchObject([
      { url: `${server.origin}/ok`, method: 'GET', result: { answer: { status: 200, mediaType: 'application/json' } } },
      { url: 'http://10.0.0.1/', method: 'GET', result: { failure: { reason: 'address_refused' } } },
    ]);
  });

  it('ends when either signal does', async () => {
    const silent = await rawServer(() => undefined);
    const fetch = (ofProfile?: AbortSignal, ofCall?: AbortSignal) =>
      client().fetchFor({ ...profile, signal: ofProfile })(silent.origin, { ...get, signal: ofCall });
    const never = new AbortController().signal;
    for (const calling of [
      fetch(AbortSignal.timeout(30)),
      fetch(undefined, AbortSignal.timeout(30)),
      fetch(never, AbortSignal.timeout(30)),
      fetch(AbortSignal.timeout(30), never),
    ]) {
      expect(await failure(calling)).toMatchObject({ reason: 'aborted' });
    }
  });
});

describe('openid-client through a guarded fetch', () => {
  let own: TestCertificate;

  beforeAll(async () => {
    own = await createSelfSignedServer();
  });

  const provider = (answer: RequestListener) => httpsServer({ cert: own.certificate, key: own.privateKey }, answer);

  const discover = (origin: string) => {
    const fetch = client().fetchFor({ ...profile, tls: { leaf: own.certificate } });
    return openid.discovery(new URL(origin), 'client', undefined, undefined, { [openid.customFetch]: fetch });
  };

  const metadata: RequestListener = (request, response) => {
    const issuer = `https://${request.headers.host}`;
    const document = { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  };

  const failureOf = async (work: Promise<unknown>): Promise<OutboundFailure | null> => {
    try {
      await work;
      return null;
    } catch (error) {
      return outboundFailureIn(error);
    }
  };

  it('discovers a provider', async () => {
    const { origin } = await provider(metadata);
    expect((await discover(origin)).serverMetadata().token_endpoint).toBe(`${origin}/token`);
  });

  it('does not follow a redirect of the discovery document or the token endpoint', async () => {
    const paths: (string | undefined)[] = [];
    const { origin } = await provider((request, response) => {
      paths.push(request.url);
      if (request.url === '/.well-known/openid-configuration') metadata(request, response);
      else response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const configuration = await discover(origin);
    await expect(openid.clientCredentialsGrant(configuration)).rejects.toBeInstanceOf(Error);
    await expect(discover(`${origin}/moved`)).rejects.toBeInstanceOf(Error);
    expect(paths).toEqual(['/.well-known/openid-configuration', '/token', '/moved/.well-known/openid-configuration']);
  });

  it.each([
    ['a bomb', 'content-encoding: gzip\r\ncontent-length: 4', 'encoding_refused'],
    ['too much', 'content-length: 100000', 'too_large'],
    ['nonsense', 'content-length: x', 'broken_answer'],
  ])('passes on why the provider was refused: %s', async (_name, fields, reason) => {
    const { origin } = await provider((request) => {
      request.socket.end(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\nxxxx`);
    });
    expect(await failureOf(discover(origin))).toMatchObject({ reason });
  });

  it('passes on that an address was refused', async () => {
    expect(await failureOf(discover('https://169.254.169.254/latest/meta-data'))).toMatchObject({
      reason: 'address_refused',
    });
  });
});

it('finds no outbound failure where there is none, also in causes that go in circles', () => {
  const circular = new Error('one');
  circular.cause = new Error('two', { cause: circular });
  expect([outboundFailureIn(circular), outboundFailureIn(null), outboundFailureIn('text')]).toEqual([null, null, null]);
});
