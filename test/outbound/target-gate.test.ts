import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { CircuitState, TargetState } from '../../src/outbound/outbound-call.js';
import type { OutboundClient } from '../../src/outbound/outbound-client.js';
import { call, client, closeClients, failure } from './clients.js';
import { closeServers, httpServer, type LocalServer, rawServer } from './servers.js';

afterEach(async () => {
  await closeServers();
  await closeClients();
});

const failuresToOpen = 3;
/** Longer than any test: once open, a circuit stays open. */
const patient = { failuresToOpen, pauseMs: 600_000 };
/** So short that the next call after a pause is the trial. */
const brisk = { failuresToOpen, pauseMs: 20, longestPauseMs: 20 };

const circuit = (outbound: OutboundClient): CircuitState | undefined => outbound.states()[0]?.circuit;

/** A server whose status the test decides. */
async function changeable(status: number): Promise<LocalServer & { status: number; requests: number }> {
  const seen = { status, requests: 0 };
  const server = await httpServer((_request, response) => {
    seen.requests += 1;
    response.writeHead(seen.status).end();
  });
  return Object.assign(seen, server);
}

const repeat = async (times: number, make: () => Promise<unknown>) => {
  for (let index = 0; index < times; index += 1) await make().catch(() => undefined);
};

describe('a circuit', () => {
  it.each([502, 503, 504])('opens after consecutive answers %d and then calls nothing', async (status) => {
    const server = await changeable(status);
    const outbound = client({ limits: patient });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    expect(circuit(outbound)).toBe('open');
    const refusal = await failure(outbound.send(call(server.origin)));
    expect(refusal).toMatchObject({ reason: 'circuit_open', requestSent: false });
    expect(refusal.detail).toContain(`HTTP ${status}`);
    expect(server.requests).toBe(failuresToOpen);
  });

  it.each([200, 302, 400, 401, 403, 404, 429, 500, 501])(
    'stays closed after any number of answers %d',
    async (status) => {
      const server = await changeable(status);
      const outbound = client({ limits: patient });
      await repeat(20, () => outbound.send(call(server.origin)));
      expect([circuit(outbound), server.requests]).toEqual(['closed', 20]);
    },
  );

  it('opens when nothing listens, when connections break, and when answers never come', async () => {
    const gone = await changeable(200);
    await gone.close();
    const breaking = await rawServer((socket) => {
      socket.resetAndDestroy();
    });
    const silent = await rawServer(() => undefined);
    for (const { origin } of [gone, breaking, silent]) {
      const outbound = client({ limits: { ...patient, callMs: 50 } });
      await repeat(failuresToOpen, () => outbound.send(call(origin)));
      expect(circuit(outbound)).toBe('open');
    }
  });

  it('lets a call through that somebody waits for, and stays as it was', async () => {
    const server = await changeable(503);
    const outbound = client({ limits: patient });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    server.status = 204;
    expect((await outbound.send(call(server.origin, { despitePause: true }))).status).toBe(204);
    expect(await failure(outbound.send(call(server.origin)))).toMatchObject({ reason: 'circuit_open' });
    expect([circuit(outbound), server.requests]).toEqual(['open', failuresToOpen + 1]);
  });

  it('says what the last failure was', async () => {
    const silent = await rawServer(() => undefined);
    const outbound = client({ limits: { ...patient, callMs: 50 } });
    await repeat(failuresToOpen, () => outbound.send(call(silent.origin)));
    expect((await failure(outbound.send(call(silent.origin)))).detail).toContain('timeout');
  });

  it('stays closed when an admin, an attacker or the caller is to blame', async () => {
    const server = await httpServer((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end('x');
    });
    const silent = await rawServer(() => undefined);
    const { port } = server;
    const blamed = client({
      allowedCidrs: ['127.0.0.1/32'],
      limits: patient,
      resolver: (name) => Promise.resolve(name === 'nowhere.example' ? [] : [{ address: '127.0.0.1', family: 4 }]),
    });
    for (const [url, more] of [
      [`http://127.0.0.2:${port}/`, {}],
      ['http://nowhere.example/', {}],
      [`https://localhost:${port}/`, {}],
      ['ftp://localhost/', {}],
      [server.origin, {}],
      [server.origin, { headers: { authorization: 'a\nb' } }],
      [silent.origin, { signal: AbortSignal.timeout(20) }],
    ] as const) {
      await repeat(failuresToOpen + 1, () => blamed.send(call(url, more)));
      expect([url, circuit(blamed)]).toEqual([url, 'closed']);
    }
  });

  it('counts consecutive failures only', async () => {
    const server = await changeable(503);
    const outbound = client({ limits: patient });
    for (let round = 0; round < 5; round += 1) {
      server.status = 503;
      await repeat(failuresToOpen - 1, () => outbound.send(call(server.origin)));
      server.status = 200;
      await outbound.send(call(server.origin));
    }
    expect(circuit(outbound)).toBe('closed');
  });

  it('lets one call try after the pause, closes when it succeeds, and tells each change', async () => {
    const server = await changeable(503);
    const changes: TargetState[] = [];
    const outbound = client({ limits: brisk, onStateChange: (state) => changes.push(state) });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    await wait(60);
    await outbound.send(call(server.origin));
    expect(circuit(outbound)).toBe('open');
    server.status = 200;
    await wait(60);
    expect((await outbound.send(call(server.origin))).status).toBe(200);
    expect(changes.map((change) => change.circuit)).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
    expect(changes[0]).toMatchObject({ tenantId: 'tenant', target: { kind: 'provider', id: 'provider' } });
  });

  it('sends one trial call, and those who come meanwhile wait for its result', async () => {
    let requests = 0;
    const answers: (() => void)[] = [];
    const server = await httpServer((_request, response) => {
      requests += 1;
      if (requests <= failuresToOpen) response.writeHead(503).end();
      else answers.push(() => response.end('back'));
    });
    const outbound = client({ limits: brisk });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    await wait(60);
    const calls = Array.from({ length: 5 }, () => outbound.send(call(server.origin)));
    while (answers.length === 0) await wait(5);
    await wait(30);
    expect([requests, circuit(outbound)]).toEqual([failuresToOpen + 1, 'half_open']);
    for (let index = 0; index < calls.length; index += 1) {
      while (answers.length <= index) await wait(5);
      answers[index]?.();
    }
    expect((await Promise.all(calls)).map((each) => each.status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('is not closed by a trial that its caller gave up', async () => {
    let hang = false;
    const server = await httpServer((_request, response) => {
      if (!hang) response.writeHead(503).end();
    });
    const outbound = client({ limits: brisk });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    hang = true;
    await wait(60);
    expect(await failure(outbound.send(call(server.origin, { signal: AbortSignal.timeout(20) })))).toMatchObject({
      reason: 'aborted',
    });
    expect(circuit(outbound)).toBe('open');
  });

  it('belongs to one target of one tenant', async () => {
    const server = await changeable(503);
    const outbound = client({ limits: patient });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    server.status = 200;
    for (const other of [
      { target: { kind: 'provider', id: 'other' } },
      { target: { kind: 'listener', id: 'provider' } },
      { tenantId: 'other' },
      { tenantId: 'tenant provider', target: { kind: 'provider', id: '' } },
    ]) {
      expect((await outbound.send(call(server.origin, other))).status).toBe(200);
    }
    expect(
      outbound
        .states()
        .map((state) => state.circuit)
        .sort(),
    ).toEqual(['closed', 'closed', 'closed', 'closed', 'open']);
  });
});

describe('slots', () => {
  it('bound the calls to one target: so many at once, so many waiting, the next is refused at once', async () => {
    const silent = await rawServer(() => undefined);
    const outbound = client({ limits: { concurrentCalls: 2, waitingCalls: 3, callMs: 300, waitMs: 100 } });
    const underWay = Array.from({ length: 2 }, () => failure(outbound.send(call(silent.origin))));
    const waiting = Array.from({ length: 3 }, () => failure(outbound.send(call(silent.origin))));
    const refused = await failure(outbound.send(call(silent.origin)));
    expect(outbound.states()).toEqual([
      {
        tenantId: 'tenant',
        target: { kind: 'provider', id: 'provider' },
        circuit: 'closed',
        callsUnderWay: 2,
        callsWaiting: 3,
      },
    ]);
    const ended = [...(await Promise.all([...underWay, ...waiting])), refused];
    expect(ended.map((each) => [each.reason, each.requestSent])).toEqual([
      ...underWay.map(() => ['timeout', true]),
      ...waiting.map(() => ['too_many_calls', false]),
      ['too_many_calls', false],
    ]);
    expect(silent.connections()).toBe(2);
  });

  it('leave no timer behind for a call that was given up while it waited', async () => {
    const silent = await rawServer(() => undefined);
    const outbound = client({ limits: { concurrentCalls: 1, callMs: 200, waitMs: 50 } });
    const underWay = failure(outbound.send(call(silent.origin)));
    expect(await failure(outbound.send(call(silent.origin)))).toMatchObject({ reason: 'too_many_calls' });
    const begun = jest.spyOn(globalThis, 'setTimeout');
    try {
      await underWay;
      await wait(20);
      expect(begun.mock.calls.map(([, milliseconds]) => milliseconds)).not.toContain(200);
    } finally {
      begun.mockRestore();
    }
    expect(outbound.states()).toMatchObject([{ callsUnderWay: 0, callsWaiting: 0 }]);
  });

  it('are not the trial of a paused target for a call that was given up while it waited', async () => {
    const server = await changeable(503);
    const limits = { ...brisk, concurrentCalls: 1, longestPauseMs: 600_000, waitMs: 30 };
    const outbound = client({ limits });
    await repeat(failuresToOpen, () => outbound.send(call(server.origin)));
    const silent = await rawServer(() => undefined);
    // It holds the only slot, past the pause and past the time that the other one waits.
    const holding = failure(outbound.send(call(silent.origin, { despitePause: true, timeoutMs: 120 })));
    expect(await failure(outbound.send(call(server.origin)))).toMatchObject({ reason: 'too_many_calls' });
    await holding;
    server.status = 200;
    expect((await outbound.send(call(server.origin))).status).toBe(200);
    expect(circuit(outbound)).toBe('closed');
  });

  it('take nothing of the time that a call has once it has its slot, and a wait opens no circuit', async () => {
    const slow = await rawServer((socket) => {
      setTimeout(() => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'), 400);
    });
    const outbound = client({ limits: { concurrentCalls: 1, callMs: 1_500, waitMs: 60_000, failuresToOpen: 1 } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => outbound.send(call(slow.origin))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(outbound.states()).toMatchObject([{ circuit: 'closed' }]);
  });

  it('of what was begun already are others than those of new calls', async () => {
    const silent = await rawServer(() => undefined);
    const outbound = client({ limits: { concurrentCalls: 1, waitingCalls: 0, followingCalls: 1, callMs: 300 } });
    const begun = failure(outbound.send(call(silent.origin)));
    const following = failure(outbound.send(call(silent.origin, { follows: true })));
    expect(await failure(outbound.send(call(silent.origin)))).toMatchObject({ reason: 'too_many_calls' });
    expect([(await begun).reason, (await following).reason]).toEqual(['timeout', 'timeout']);
  });

  it('are free again when calls have ended, however they ended', async () => {
    const server = await changeable(200);
    const outbound = client({ limits: { concurrentCalls: 1, waitingCalls: 0 } });
    for (let index = 0; index < 10; index += 1) {
      expect((await outbound.send(call(server.origin))).status).toBe(200);
      expect(await failure(outbound.send(call(server.origin, { headers: { a: '\n' } })))).toMatchObject({
        reason: 'request_invalid',
      });
      expect(await failure(outbound.send(call('http://10.0.0.1/')))).toMatchObject({ reason: 'address_refused' });
    }
    expect(outbound.states()).toMatchObject([{ callsUnderWay: 0, callsWaiting: 0 }]);
  });

  it('of a dead target do not slow another one, of the same tenant and on the same host', async () => {
    const silent = await rawServer(() => undefined);
    const alive = await changeable(200);
    const outbound = client({ limits: { callMs: 2_000, concurrentCalls: 16 } });
    const dead = Array.from({ length: 100 }, () =>
      failure(outbound.send(call(silent.origin, { target: { kind: 'provider', id: 'dead' } }))),
    );
    const statuses = await Promise.all(
      Array.from({ length: 40 }, () =>
        outbound.send(call(alive.origin, { target: { kind: 'provider', id: 'alive' } })),
      ),
    );
    expect(statuses.every((each) => each.status === 200)).toBe(true);
    expect(outbound.states().find((state) => state.target.id === 'dead')).toMatchObject({ callsUnderWay: 16 });
    await silent.close();
    await Promise.all(dead);
  });
});
