import { afterEach, describe, expect, it } from '@jest/globals';
import type { ResolvedAddress, Resolver } from '../../src/outbound/judged-addresses.js';
import { TenantRanges } from '../../src/outbound/tenant-ranges.js';
import { call, client, closeClients, failure, text } from './clients.js';
import { closeServers, httpServer, rawServer } from './servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const v4 = (address: string): ResolvedAddress => ({ address, family: 4 });
const v6 = (address: string): ResolvedAddress => ({ address, family: 6 });

/** A name server under our control: each answer serves one question, the last one all later ones. */
function answering(...answers: (readonly ResolvedAddress[])[]): Resolver & { asked: string[] } {
  const asked: string[] = [];
  const resolver = (hostname: string) => {
    asked.push(hostname);
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? []);
  };
  return Object.assign(resolver, { asked });
}

const secretServer = (host?: string) =>
  httpServer((_request, response) => {
    response.end('internal secret');
  }, host);

describe('a private address', () => {
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0',
    'localhost',
    'LOCALHOST',
  ])('spelt %s is refused at connect and reveals nothing', async (host) => {
    const server = await secretServer();
    const refusal = await failure(client({ allowedCidrs: [] }).send(call(`http://${host}:${server.port}/`)));
    expect(refusal).toMatchObject({ reason: 'address_refused', requestSent: false });
    expect(server.connections()).toBe(0);
  });

  it('is not reached by a name with a trailing dot, whether the system knows it or not', async () => {
    const server = await secretServer();
    const refusal = await failure(client({ allowedCidrs: [] }).send(call(`http://localhost.:${server.port}/`)));
    expect(['address_refused', 'name_not_found']).toContain(refusal.reason);
    expect(server.connections()).toBe(0);
  });

  it('is refused when a name leads to it, and the admin is not told where the name leads', async () => {
    const server = await secretServer();
    const outbound = client({ allowedCidrs: [], resolver: answering([v4('127.0.0.1')]) });
    const refusal = await failure(outbound.send(call(`http://intranet.example:${server.port}/`)));
    expect(refusal).toMatchObject({
      reason: 'address_refused',
      cause: expect.objectContaining({ message: expect.stringContaining('127.0.0.1') }),
    });
    expect(refusal.detail).not.toContain('127.0.0.1');
    expect(refusal.message).not.toContain('127.0.0.1');
    expect(server.connections()).toBe(0);
  });

  it('refuses the name even beside addresses that are allowed, in any order', async () => {
    const server = await secretServer();
    for (const addresses of [
      [v4('127.0.0.1'), v4('10.0.0.1')],
      [v4('10.0.0.1'), v4('127.0.0.1')],
      [v4('127.0.0.1'), v6('fd00::1')],
    ]) {
      const outbound = client({ allowedCidrs: ['127.0.0.0/8'], resolver: answering(addresses) });
      expect(await failure(outbound.send(call(`http://mixed.example:${server.port}/`)))).toMatchObject({
        reason: 'address_refused',
      });
    }
    expect(server.connections()).toBe(0);
  });

  it('that a resolver spells oddly is refused, not handed on to the system', async () => {
    const server = await secretServer();
    for (const address of ['2130706433', '127.1', '0x7f.0.0.1', 'localhost', '']) {
      const outbound = client({ resolver: answering([v4(address)]) });
      expect(await failure(outbound.send(call(`http://odd.example:${server.port}/`)))).toMatchObject({
        reason: 'address_refused',
      });
    }
    expect(server.connections()).toBe(0);
  });

  it('is found out at the connected socket when the judged address led elsewhere', async () => {
    // The kernel connects 0.0.0.0 to loopback, so this socket does not end up where it was judged to go.
    const server = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\n\r\ninternal secret');
    });
    const outbound = client({ allowedCidrs: ['0.0.0.0/32'], resolver: answering([v4('0.0.0.0')]) });
    const refusal = await failure(outbound.send(call(`http://unspecified.example:${server.port}/`)));
    expect(refusal).toMatchObject({
      reason: 'address_refused',
      requestSent: false,
      cause: expect.objectContaining({ message: expect.stringContaining('loopback') }),
    });
  });
});

describe('a name that is rebound', () => {
  it('between two calls is judged anew for the new connection', async () => {
    const first = await httpServer((_request, response) => {
      response.setHeader('connection', 'close').end('first');
    });
    const resolver = answering([v4('127.0.0.1')], [v4('127.0.0.2')]);
    const outbound = client({ allowedCidrs: ['127.0.0.1/32'], resolver });
    const url = `http://rebound.example:${first.port}/`;
    expect(text(await outbound.send(call(url)))).toBe('first');
    expect(await failure(outbound.send(call(url)))).toMatchObject({ reason: 'address_refused' });
    expect(resolver.asked).toEqual(['rebound.example', 'rebound.example']);
  });

  it('is asked for once per connection: what was judged is what is connected to', async () => {
    const allowed = await httpServer((_request, response) => {
      response.end('allowed');
    });
    const resolver = answering([v4('127.0.0.1')], [v4('10.0.0.1')]);
    const outbound = client({ allowedCidrs: ['127.0.0.1/32'], resolver });
    expect(text(await outbound.send(call(`http://rebound.example:${allowed.port}/`)))).toBe('allowed');
    expect(resolver.asked).toHaveLength(1);
  });

  it('does not move a connection that is kept alive', async () => {
    const server = await httpServer((_request, response) => {
      response.end('first');
    });
    const outbound = client({
      allowedCidrs: ['127.0.0.1/32'],
      resolver: answering([v4('127.0.0.1')], [v4('127.0.0.2')]),
    });
    const answers = [];
    for (let index = 0; index < 3; index += 1)
      answers.push(text(await outbound.send(call(`http://rebound.example:${server.port}/`))));
    expect(answers).toEqual(['first', 'first', 'first']);
    expect(server.connections()).toBe(1);
  });

  it('to an address beside the allowed ones is refused in the first answer and in every later one', async () => {
    const server = await secretServer();
    const outbound = client({
      allowedCidrs: ['127.0.0.2/32'],
      resolver: answering([v4('127.0.0.1')], [v4('127.0.0.2'), v4('127.0.0.1')]),
    });
    for (let index = 0; index < 3; index += 1) {
      expect(await failure(outbound.send(call(`http://rebound.example:${server.port}/`)))).toMatchObject({
        reason: 'address_refused',
      });
    }
    expect(server.connections()).toBe(0);
  });
});

describe('a name with several addresses', () => {
  it('is reached at the one that answers', async () => {
    const server = await httpServer((request, response) => {
      response.end(request.socket.localAddress);
    }, '127.0.0.3');
    const outbound = client({ resolver: answering([v6('::1'), v4('127.0.0.2'), v4('127.0.0.3')]) });
    expect(text(await outbound.send(call(`http://several.example:${server.port}/`)))).toBe('127.0.0.3');
  });

  it('of which none answers is refused with what the last one said', async () => {
    const server = await secretServer();
    await server.close();
    const outbound = client({ resolver: answering([v6('::1'), v4('127.0.0.2')]) });
    expect(await failure(outbound.send(call(`http://several.example:${server.port}/`)))).toMatchObject({
      reason: 'connection_refused',
      requestSent: false,
    });
  });
});

describe('a name or host that leads nowhere:', () => {
  const refused = (code: string) => () => Promise.reject(Object.assign(new Error('from the resolver'), { code }));

  it.each([
    ['has no address', answering([]), 'name_not_found'],
    ['is unknown', refused('ENOTFOUND'), 'name_not_found'],
    ['cannot be asked for now', refused('EAI_AGAIN'), 'name_lookup_failed'],
    ['is asked of a name server that never answers', () => new Promise<never>(() => undefined), 'connect_timeout'],
  ] satisfies [string, Resolver, string][])('%s', async (_name, resolver, reason) => {
    const outbound = client({ resolver, limits: { connectMs: 100 } });
    expect(await failure(outbound.send(call('http://nowhere.example/')))).toMatchObject({ reason, requestSent: false });
  });

  it('nothing listens on the port', async () => {
    const server = await secretServer();
    await server.close();
    expect(await failure(client().send(call(server.origin)))).toMatchObject({
      reason: 'connection_refused',
      requestSent: false,
    });
  });

  it('the kernel has no way there', async () => {
    // A broadcast address, which the kernel refuses to connect to before anything leaves the machine.
    const outbound = client({ allowedCidrs: ['255.255.255.255/32'] });
    expect(await failure(outbound.send(call('http://255.255.255.255/')))).toMatchObject({
      reason: 'unreachable',
      requestSent: false,
    });
  });
});

it('judges where a URL leads without connecting, as a call of that tenant would be judged', async () => {
  const TENANT = '00000000-0000-4000-8000-000000000001';
  const server = await secretServer();
  class AllButOne extends TenantRanges {
    override mayReach(tenantId: string): Promise<boolean> {
      return Promise.resolve(tenantId !== TENANT);
    }
  }
  const tenantRanges = new AllButOne();
  expect(await failure(client({ tenantRanges }).judge(server.origin, TENANT))).toMatchObject({
    reason: 'address_refused',
  });
  await client({ tenantRanges }).judge(server.origin, 'another');
  await client().judge(server.origin, TENANT);
  expect(await failure(client({ allowedCidrs: [] }).judge(server.origin, TENANT))).toMatchObject({
    reason: 'address_refused',
  });
  expect(await failure(client({ allowHttp: false }).judge(server.origin, TENANT))).toMatchObject({
    reason: 'scheme_refused',
  });
  expect(await failure(client({ resolver: answering([]) }).judge('http://nowhere.example/', TENANT))).toMatchObject({
    reason: 'name_not_found',
  });
  expect(server.connections()).toBe(0);
});

it('makes no http call unless the operator allows it, and no call at all to what is no web address', async () => {
  const server = await secretServer();
  const outbound = client({ allowHttp: false });
  for (const url of [server.origin, 'file:///etc/passwd', 'javascript:alert(1)', 'gopher://localhost/']) {
    expect(await failure(outbound.send(call(url)))).toMatchObject({ reason: 'scheme_refused' });
  }
  expect(server.connections()).toBe(0);
});
