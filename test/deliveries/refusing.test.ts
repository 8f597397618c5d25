import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListenerWorld } from './listener-world.js';

let world: ListenerWorld;

beforeAll(async () => {
  world = await ListenerWorld.start();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
/** Seconds before each further try. */
const SCHEDULE = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

describe('a listener that refuses', () => {
  it('is tried by the whole schedule and then suspended, because it accepts nothing; enabled, it goes on in order', async () => {
    const receiver = await world.receiver();
    receiver.behave(() => ({ status: 500 }));
    const other = await world.receiver();
    await world.listen(other, { events: ['listener.suspended', 'connection.failed'] });
    const name = await world.listen(receiver, { events: ['*'] });
    const id = await world.ask('env-down');
    await world.cancel(id);
    for (const [index, seconds] of SCHEDULE.entries()) {
      await receiver.until(index + 1);
      await world.until(
        () => world.deliveries(`listener=${name}`),
        // The second try follows the first at once.
        (found) => found.some(({ tries }) => tries >= index + 1),
      );
      world.service.clock.advance(seconds * 1_100 + 10_000);
    }
    await receiver.until(SCHEDULE.length + 1);
    const stopped = await world.until(
      () => world.read(name),
      ({ state }) => state === 'suspended',
    );
    expect(stopped).toMatchObject({ enabled: false, state: 'suspended' });
    const [suspended] = await other.until(1, ({ body }) => body.type === 'listener.suspended');
    expect(suspended?.body.data.envelopeId).toBeNull();
    expect(other.types()).toContain('connection.failed');
    expect(receiver.types().every((type) => type === 'signer_authentication.created')).toBe(true);

    receiver.behave(null);
    const before = receiver.events.length;
    expect((await world.tenant.post(`/v1/listeners/${name}/enable`, {})).status).toBe(200);
    await receiver.until(before + 2);
    expect(receiver.types().slice(before, before + 2)).toEqual([
      'signer_authentication.created',
      'signer_authentication.cancelled',
    ]);
    expect(receiver.types()).not.toContain('listener.suspended');
  });

  it('gives up only what it refuses for good while it accepts others, and what comes after goes on', async () => {
    const receiver = await world.receiver();
    receiver.behave(({ body }) => ({ status: body.type === 'signer_authentication.created' ? 422 : 200 }));
    const name = await world.listen(receiver, {
      retrySchedule: [1],
      events: ['signer_authentication.*', 'provider.*'],
    });
    const id = await world.ask('env-poison');
    await world.cancel(id);
    await receiver.until(1);
    await world.tenant.post('/v1/providers/idp/disable');
    await world.tenant.post('/v1/providers/idp/enable');
    await receiver.until(1, ({ body }) => body.type === 'signer_authentication.cancelled');
    const [given] = await world.deliveries(`listener=${name}&status=given_up`);
    expect(given).toMatchObject({ type: 'signer_authentication.created', tries: 2, code: 'delivery.http_error' });
    const details = await world.delivery(given?.id ?? '');
    expect(details.attempts.map(({ status, code }) => [status, code])).toEqual([
      [422, 'delivery.http_error'],
      [422, 'delivery.http_error'],
    ]);

    receiver.behave(null);
    const again = await world.tenant.post(`/v1/listeners/${name}/redeliver`, { status: 'given_up' });
    expect(again).toMatchObject({ status: 202, body: { total: 1 } });
    const redelivery = `/v1/redeliveries/${(again.body as { id: string }).id}`;
    const done = await world.until(
      async () => (await world.tenant.get(redelivery)).body as { status: string; delivered: number },
      ({ status }) => status === 'done',
    );
    expect(done).toMatchObject({ total: 1, delivered: 1, givenUp: 0, pending: 0 });
    // Stopping comes too late: what has ended stays as it ended.
    expect((await world.tenant.delete(redelivery)).status).toBe(204);
    expect((await world.tenant.get(redelivery)).body).toEqual(done);
  });

  it('that answers 410 is disabled, says so, and keeps its place', async () => {
    const receiver = await world.receiver();
    receiver.behave(() => ({ status: 410 }));
    const name = await world.listen(receiver);
    await world.ask('env-gone');
    const gone = await world.until(
      () => world.read(name),
      ({ state }) => state === 'gone',
    );
    expect(gone['enabled']).toBe(false);
    receiver.behave(null);
    const skipped = await world.tenant.post(`/v1/listeners/${name}/enable`, { from: 'now' });
    expect(skipped.body).toMatchObject({ skipped: 1, state: 'delivering' });
    await world.ask('env-after-gone');
    await receiver.until(1, ({ body }) => body.data.envelopeId === 'env-after-gone');
    expect(receiver.events.filter(({ body }) => body.data.envelopeId === 'env-gone')).toHaveLength(1);
  });

  it('is asked again no sooner than its Retry-After says', async () => {
    const receiver = await world.receiver();
    receiver.behave((_event, before) => ({ status: before === 0 ? 429 : 200, headers: { 'retry-after': '3600' } }));
    const name = await world.listen(receiver);
    await world.ask('env-later');
    const [delivery] = await world.until(
      () => world.deliveries(`listener=${name}`),
      (found) => found[0]?.status === 'failed',
    );
    const wait = new Date(delivery?.nextTryAt ?? 0).getTime() - world.service.clock.now().getTime();
    expect(wait).toBeGreaterThan(HOUR - 60_000);
    world.service.clock.advance(HOUR);
    await receiver.until(2);
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'delivery.redirect', {}],
    ['a 2xx without the receipt', { status: 200 }, 'delivery.receipt_missing', { acknowledgement: 'receipt' }],
  ])('does not accept by %s', async (_what, answer, code, changes) => {
    const receiver = await world.receiver();
    receiver.behave(() => answer);
    const name = await world.listen(receiver, changes);
    const tested = await world.tenant.post(`/v1/listeners/${name}/test`);
    expect(tested.body).toMatchObject({ verdict: 'fault', checks: [{ id: code, verdict: 'fault' }] });
    expect(receiver.events[0]?.body).toMatchObject({ type: 'listener.test', data: { audit: null } });
    expect(receiver.events[0]?.body.data.id).toMatch(/^test_/);
  });
});

describe('what a listener answers', () => {
  it('is kept to 2 KiB, without our secrets, and nothing of it after an erasure', async () => {
    const receiver = await world.receiver();
    const header = 'secret-of-the-header';
    const key = 'docusign-key-of-the-listener';
    receiver.behave(({ request }) => ({
      status: 200,
      headers: { 'content-type': 'text/plain', 'x-other': 'dropped' },
      body: `${String(request.headers['x-route'])} ${key} ${Buffer.from(key).toString('base64')} John ${'x'.repeat(100_000)}`,
    }));
    const name = await world.listen(receiver, {
      headers: [{ name: 'X-Route', value: header }],
      signatures: { docusign: { secrets: [key] } },
    });
    await world.ask('env-answer', 'erased@example.com');
    const [delivered] = await world.until(
      () => world.deliveries(`listener=${name}&status=delivered&envelopeId=env-answer`),
      (found) => found.length === 1,
    );
    const [kept] = (await world.delivery(delivered?.id ?? '')).attempts;
    expect(kept?.answer?.headers).toMatchObject({ 'content-type': 'text/plain' });
    expect(kept?.answer?.body).toMatch(/^\[redacted\] \[redacted\] \[redacted\]\S* John x+$/);
    expect(Buffer.byteLength(kept?.answer?.body ?? '')).toBe(2048);
    const erased = await world.tenant.post('/v1/erasures', {
      envelopeId: 'env-answer',
      recipientEmail: 'erased@example.com',
    });
    expect(erased.status).toBe(201);
    const after = await world.delivery(delivered?.id ?? '');
    expect([after.erased, after.attempts[0]?.answer]).toEqual([true, null]);
    const listener = await world.read(name);
    for (const text of [JSON.stringify(listener), world.service.log.text])
      for (const secret of [header, key]) expect(text).not.toContain(secret);
  });
});
