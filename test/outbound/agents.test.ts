import { afterEach, expect, it } from '@jest/globals';
import { TenantRanges } from '../../src/outbound/tenant-ranges.js';
import { call, client, closeClients, failure, text } from './clients.js';
import { closeServers, httpServer } from './servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const portServer = () =>
  httpServer((request, response) => {
    response.end(String(request.socket.remotePort));
  });

it('never uses the connection of one tenant for another', async () => {
  const server = await portServer();
  const outbound = client();
  const ports: string[] = [];
  for (const tenantId of ['a', 'b', 'a', 'b']) ports.push(text(await outbound.send(call(server.origin, { tenantId }))));
  expect([ports[0] === ports[2], ports[1] === ports[3], ports[0] === ports[1]]).toEqual([true, true, false]);
  expect(server.connections()).toBe(2);
});

it('holds no tenant to what could not be found out about it at its first call', async () => {
  const server = await portServer();
  let isKnown = false;
  class KnownLater extends TenantRanges {
    override mayReach(): Promise<boolean> {
      return isKnown ? Promise.resolve(true) : Promise.reject(new Error('The database is away'));
    }
  }
  const outbound = client({ tenantRanges: new KnownLater() });
  expect(await failure(outbound.send(call(server.origin)))).toMatchObject({ reason: 'address_refused' });
  isKnown = true;
  expect((await outbound.send(call(server.origin))).status).toBe(200);
  isKnown = false;
  expect(await failure(outbound.send(call(server.origin)))).toMatchObject({ reason: 'address_refused' });
});

it('lets calls under way finish when their agent makes room for another', async () => {
  const release: (() => void)[] = [];
  const server = await httpServer((_request, response) => {
    release.push(() => response.end('done'));
  });
  const outbound = client({ limits: { agents: 1 } });
  const calls = Array.from({ length: 4 }, (_, index) =>
    outbound.send(call(server.origin, { tenantId: `tenant ${index}` })),
  );
  while (release.length < 4) await new Promise((resolve) => setImmediate(resolve));
  for (const answer of release) answer();
  expect((await Promise.all(calls)).map(text)).toEqual(['done', 'done', 'done', 'done']);
});

it('lets calls under way finish when it is closed, and refuses later ones', async () => {
  const release: (() => void)[] = [];
  const server = await httpServer((_request, response) => {
    release.push(() => response.end('done'));
  });
  const outbound = client();
  const underWay = outbound.send(call(server.origin));
  while (release.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const closed = outbound.close();
  expect(await failure(outbound.send(call(server.origin)))).toMatchObject({ reason: 'aborted', requestSent: false });
  release[0]?.();
  expect(text(await underWay)).toBe('done');
  await closed;
});
