import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCertificateAuthority } from '../support/certificates.js';
import { EventReceiver } from '../support/event-receiver.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { ListenerWorld } from './listener-world.js';

const LAST_NAME = 'Known-Last-Name';
const secrets = {
  webhook: `whsec_${Buffer.from('a known secret of 32 characters!').toString('base64')}`,
  docusign: 'known-docusign-key-of-the-listener',
  password: 'known-password-of-basic',
  header: 'known-value-of-a-header',
};

let world: ListenerWorld;
let receiver: EventReceiver;
/** May do all with listeners but have personal data sent. */
let undisclosing: ApiClient;
let name: string;

const body = (changes: object = {}) => ({
  url: receiver.url,
  payload: 'outcome',
  signatures: { standardWebhooks: { secrets: [secrets.webhook] }, docusign: { secrets: [secrets.docusign] } },
  basic: { username: 'cs', password: secrets.password },
  headers: [{ name: 'X-Route', value: secrets.header }],
  retrySchedule: [3_600, 3_600],
  ...changes,
});

async function disclosures(): Promise<readonly string[]> {
  const answer = await world.tenant.get('/v1/audit-events?type=personal_data.disclosed');
  return (answer.body as { items: { data: { by: string } }[] }).items.map(({ data }) => data.by);
}

beforeAll(async () => {
  world = await ListenerWorld.start();
  const tls = await (await createCertificateAuthority()).issueServer();
  receiver = await EventReceiver.start({ tls });
  await world.tenant.post('/v1/external-authentications', {
    url: receiver.url,
    serverCertificate: { isPublicCA: false, pem: tls.certificate },
  });
  const key = await world.tenant.post('/v1/api-keys', {
    name: 'undisclosing',
    scopes: [
      'listeners:read',
      'listeners:write',
      'deliveries:read',
      'deliveries:write',
      'external-authentications:access',
    ],
  });
  expect(key.status).toBe(201);
  undisclosing = world.service.caller((key.body as { key: string }).key);
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

const faultPaths = ({ body: answer }: ApiAnswer) =>
  (answer as { errors: { path: string }[] }).errors.map(({ path }) => path);

describe('a listener with payload outcome', () => {
  it('needs https and a signature', async () => {
    const http = await world.receiver();
    const plain = { name: 'never', payload: 'outcome', url: http.url };
    const refused = await world.tenant.post('/v1/listeners', plain);
    expect([refused.status, faultPaths(refused)]).toEqual([422, ['$.payload', '$.payload']]);
  });

  it('is made, changed, enabled and redelivered to only by whoever may disclose, and the trail has each', async () => {
    const named = { name: 'outcome', ...body() };
    expect((await undisclosing.post('/v1/listeners', named)).status).toBe(403);
    name = await world.listen(receiver, body());
    const { revision, ...read } = await world.read(name);
    const put = (who: ApiClient) => who.put(`/v1/listeners/${name}`, read, { 'if-match': `"${revision}"` });
    expect((await put(undisclosing)).status).toBe(403);
    expect((await put(world.tenant)).status).toBe(200);
    expect((await undisclosing.post(`/v1/listeners/${name}/disable`)).status).toBe(200);
    expect((await undisclosing.post(`/v1/listeners/${name}/enable`, {})).status).toBe(403);
    expect((await world.tenant.post(`/v1/listeners/${name}/enable`, {})).status).toBe(200);
    const again = { envelopeId: 'env-none' };
    expect((await undisclosing.post(`/v1/listeners/${name}/redeliver`, again)).status).toBe(403);
    expect((await world.tenant.post(`/v1/listeners/${name}/redeliver`, again)).status).toBe(202);
    expect(await disclosures()).toEqual([
      'listener.created',
      'listener.revised',
      'listener.enabled',
      'listener.redelivered',
    ]);
  });

  it('is sent the recipient, the same bytes at each try, and after an erasure the thin body that says so', async () => {
    receiver.behave(() => ({ status: 500, body: `${secrets.webhook} ${secrets.password} ${LAST_NAME}` }));
    await world.ask('env-outcome', 'erased@example.com', LAST_NAME);
    const tried = (count: number) =>
      world.until(
        () => world.deliveries(`listener=${name}&envelopeId=env-outcome&status=failed`),
        (found) => found[0]?.tries === count,
      );
    const [first] = await receiver.until(1, ({ body: sent }) => sent.data.envelopeId === 'env-outcome');
    expect(first?.body.data).toMatchObject({
      status: 'pending',
      verdicts: [],
      updates: {},
      recipient: { email: 'erased@example.com', firstName: 'John', lastName: LAST_NAME },
    });
    await tried(1);
    world.service.clock.advance(4_000_000);
    const [, second] = await receiver.until(2, ({ body: sent }) => sent.data.envelopeId === 'env-outcome');
    expect(second?.request.body).toBe(first?.request.body);
    await tried(2);
    const erased = await world.tenant.post('/v1/erasures', {
      envelopeId: 'env-outcome',
      recipientEmail: 'erased@example.com',
    });
    expect(erased.status).toBe(201);
    receiver.behave(null);
    world.service.clock.advance(4_000_000);
    const [, , third] = await receiver.until(3, ({ body: sent }) => sent.data.envelopeId === 'env-outcome');
    expect(third?.body.data).toMatchObject({ id: first?.body.data.id, erased: true });
    expect(third?.request.body).not.toContain(LAST_NAME);
    // Other events of the envelope, the erasure's own among them, are delivered at their first try.
    const [delivery] = await world.until(
      async () =>
        (await world.deliveries(`listener=${name}&envelopeId=env-outcome&status=delivered`)).filter(
          ({ type }) => type === 'signer_authentication.created',
        ),
      (found) => found.length > 0,
    );
    expect((await world.delivery(delivery?.id ?? '')).attempts.map(({ answer }) => answer)).toEqual([null, null, null]);
  });

  it('leaves no secret and no value of a person in logs, listeners, deliveries, errors or the trail', async () => {
    await world.ask('env-kept', 'kept@example.com', LAST_NAME);
    await receiver.until(1, ({ body: sent }) => sent.data.envelopeId === 'env-kept');
    const twice = body({ name: 'twice', signatures: { docusign: { secrets: [secrets.docusign, secrets.docusign] } } });
    const wrong = await world.tenant.post('/v1/listeners', twice);
    expect(wrong.status).toBe(422);
    const read = await Promise.all(
      ['/v1/listeners', '/v1/deliveries?limit=100', '/v1/audit-events?limit=100'].map((path) => world.tenant.get(path)),
    );
    const each = await Promise.all((await world.deliveries('limit=100')).map(({ id }) => world.delivery(id)));
    const text = [world.service.log.text, ...[wrong, ...read, ...each].map((one) => JSON.stringify(one))].join('\n');
    expect(text).toContain('listener.created');
    const known = [...Object.values(secrets), secrets.webhook.slice(6), LAST_NAME, 'kept@example.com'];
    expect(known.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('a listener that is created later', () => {
  it('begins at the time that it asks for, in order, and not in the future', async () => {
    const since = world.service.clock.now().toISOString();
    const before = await world.receiver();
    const id = await world.ask('env-since');
    await world.cancel(id);
    await world.listen(before, { since });
    await before.until(2);
    expect(before.types()).toEqual(['signer_authentication.created', 'signer_authentication.cancelled']);
    const now = await world.receiver();
    await world.listen(now);
    await world.ask('env-since-now');
    await now.until(1);
    expect(now.events.map(({ body: sent }) => sent.data.envelopeId)).toEqual(['env-since-now']);
    const future = new Date(world.service.clock.now().getTime() + 60_000).toISOString();
    const refused = await world.tenant.post('/v1/listeners', { name: 'future', url: now.url, since: future });
    expect([refused.status, faultPaths(refused)]).toEqual([422, ['$.since']]);
  });
});

describe('a redelivery', () => {
  it('of a time that is over before it begins is refused, rather than done with nothing', async () => {
    const listener = await world.listen(await world.receiver());
    for (const [from, to] of [
      ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'],
      ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00'],
    ])
      expect(await world.tenant.post(`/v1/listeners/${listener}/redeliver`, { from, to })).toMatchObject({
        status: 400,
        body: { errors: [{ path: '$.to' }] },
      });
  });

  it('of an event is not overtaken by a later one of its envelope that was read already', async () => {
    const one = await world.receiver();
    const listener = await world.listen(one, { maxInFlight: 1 });
    const ended = () => world.deliveries(`listener=${listener}&status=delivered`);
    const asked = await world.ask('env-overtaken');
    const [delivered] = await world.until(ended, ({ length }) => length === 1);
    await world.tenant.post(`/v1/listeners/${listener}/disable`);
    await world.ask('env-first');
    await world.ask('env-second');
    await world.cancel(asked);
    const letGo = new Map<string, () => void>();
    one.behave(
      ({ body: { data } }) =>
        new Promise((resolve) => {
          const answer = () => {
            resolve({ status: 204 });
          };
          if (data.envelopeId === 'env-overtaken') answer();
          else letGo.set(String(data.envelopeId), answer);
        }),
    );
    await world.tenant.post(`/v1/listeners/${listener}/enable`, {});
    // Three were read: the first is under way, the others wait for it.
    await one.until(2);
    expect((await world.tenant.post(`/v1/deliveries/${delivered?.id ?? ''}/redeliver`)).status).toBe(202);
    letGo.get('env-first')?.();
    // Whoever writes that the first was delivered sees that events are opened again, and begins nothing after the second.
    await world.until(ended, (found) => found.length === 2);
    await world.until(() => Promise.resolve(letGo.has('env-second')), Boolean);
    letGo.get('env-second')?.();
    await one.until(5);
    expect(one.types().slice(3)).toEqual(['signer_authentication.created', 'signer_authentication.cancelled']);
    expect(one.events[3]?.body.data.id).toBe(one.events[0]?.body.data.id);
    // What comes later would wait for an answer, and the end of the service for that.
    one.behave(null);
  });

  it('that is stopped leaves what was not delivered again as it was, and says how many were', async () => {
    const slow = await world.receiver();
    const listener = await world.listen(slow, { retrySchedule: [3_600] });
    const from = world.service.clock.now().toISOString();
    const ids = await Promise.all([1, 2, 3].map((count) => world.ask(`env-again-${count}`)));
    await world.until(
      () => world.deliveries(`listener=${listener}&status=delivered`),
      (found) => found.length === ids.length,
    );
    slow.behave(() => ({ status: slow.events.length === 4 ? 200 : 500 }));
    const to = new Date(world.service.clock.now().getTime() + 1_000).toISOString();
    const begun = await world.tenant.post(`/v1/listeners/${listener}/redeliver`, { from, to });
    expect(begun).toMatchObject({ status: 202, body: { total: 3 } });
    const path = `/v1/redeliveries/${(begun.body as { id: string }).id}`;
    await slow.until(6);
    const read = async () => (await world.tenant.get(path)).body as { status: string; delivered: number };
    await world.until(read, ({ delivered }) => delivered === 1);
    expect((await world.tenant.delete(path)).status).toBe(204);
    expect(await read()).toMatchObject({ status: 'stopped', total: 3, delivered: 1, givenUp: 0, pending: 0 });
    expect(await world.deliveries(`listener=${listener}&status=delivered`)).toHaveLength(3);
    world.service.clock.advance(4_000_000);
    await world.ask('env-again-4');
    await slow.until(1, ({ body: sent }) => sent.data.envelopeId === 'env-again-4');
    expect(slow.events.filter(({ body: sent }) => sent.data.envelopeId !== 'env-again-4')).toHaveLength(6);
  });
});
