import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { canonicalJson } from '../../src/audit/format/canonical-json.js';
import type { JsonValue } from '../../src/audit/format/json-value.js';
import { deliveryCommands } from '../../src/cli/delivery-commands.js';
import { listenerCommands } from '../../src/cli/listener-commands.js';
import { ListenerWorld } from './listener-world.js';

let world: ListenerWorld;

beforeAll(async () => {
  world = await ListenerWorld.start();
});
afterAll(() => world.close());

describe('an event', () => {
  it('is delivered once to a listener that asked for it, thin, as canonical JSON, and its delivery says so', async () => {
    const receiver = await world.receiver();
    const name = await world.listen(receiver);
    const id = await world.ask('env-thin');
    const [event] = await receiver.until(1);
    expect(event?.request.headers['content-type']).toBe('application/json');
    expect(event?.request.body).toBe(canonicalJson(event?.body as unknown as JsonValue));
    expect(Buffer.byteLength(event?.request.body ?? '')).toBeLessThan(4096);
    expect(event?.body).toEqual({
      type: 'signer_authentication.created',
      timestamp: expect.stringMatching(/Z$/),
      data: {
        id: expect.any(String),
        tenant: 'acme',
        envelopeId: 'env-thin',
        workstepId: 'ws-of-env-thin',
        signerAuthenticationId: id,
        status: 'pending',
        provider: null,
        audit: {
          sequence: 1,
          leafHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          index: expect.any(Number),
        },
      },
    });
    const [delivery] = await world.until(
      () => world.deliveries(`listener=${name}`),
      (found) => found[0]?.status === 'delivered',
    );
    expect(delivery).toMatchObject({ eventId: event?.body.data.id, tries: 1, code: null, type: event?.body.type });
    const trail = await world.tenant.get('/v1/audit-events?envelopeId=env-thin');
    const [recorded] = (trail.body as { items: { leafHash: string; id: string }[] }).items;
    expect([recorded?.id, recorded?.leafHash]).toEqual([
      event?.body.data.id,
      (event!.body.data['audit'] as { leafHash: string }).leafHash,
    ]);
    expect(receiver.events).toHaveLength(1);
  });

  it('is signed by Standard Webhooks with every live secret, so that the public package verifies it with each', async () => {
    const receiver = await world.receiver();
    const first = await world.listenAnswer(receiver, { signatures: { standardWebhooks: { generate: true } } });
    const [made] = (first.answer.body as { secretsShownOnce: { standardWebhooks: string[] } }).secretsShownOnce
      .standardWebhooks;
    const read = await world.read(first.name);
    expect(JSON.stringify(read)).not.toContain(made);
    const entered = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const stored = (read as unknown as { signatures: { standardWebhooks: { secrets: object[] } } }).signatures
      .standardWebhooks.secrets;
    const put = await world.tenant.put(
      `/v1/listeners/${first.name}`,
      { ...read, signatures: { standardWebhooks: { secrets: [entered, ...stored] } } },
      { 'if-match': '"1"' },
    );
    expect(put.status).toBe(200);
    await world.ask('env-signed');
    const [event] = await receiver.until(1);
    const headers = event?.request.headers as Record<string, string>;
    expect(headers['webhook-id']).toBe(event?.body.data.id);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [made, entered])
      expect(new Webhook(secret ?? '').verify(event?.request.body ?? '', headers)).toEqual(event?.body);
    expect(() => new Webhook(entered).verify(`${event?.request.body} `, headers)).toThrow();
  });

  it('is signed as before when a listener is put back as it was answered while secrets retire, and not by what is left out', async () => {
    const receiver = await world.receiver();
    const { name } = await world.listenAnswer(receiver, {
      signatures: { docusign: { secrets: ['the-first-docusign-key'] } },
    });
    const put = async (docusign: object | null, revision: number) => {
      const body = { ...(await world.read(name)), signatures: { docusign } };
      const answer = await world.tenant.put(`/v1/listeners/${name}`, body, { 'if-match': `"${revision}"` });
      return { status: answer.status, ...(answer.body as { signatures?: unknown; errors?: { path: string }[] }) };
    };
    const secrets = async () =>
      ((await world.read(name)) as unknown as { signatures: { docusign: { secrets: { id: string }[] } } }).signatures
        .docusign.secrets;
    const rotated = { secrets: ['the-second-docusign-key'], overlapSeconds: 3_600 };
    expect((await put(rotated, 1)).status).toBe(200);
    const both = await secrets();
    const retiresAt = new Date(world.service.clock.now().getTime() + 3_600_000).toISOString();
    expect(both).toMatchObject([
      { set: true },
      { set: true, retiresAt: expect.stringMatching(retiresAt.slice(0, 15)) },
    ]);
    expect(both[0]).not.toHaveProperty('retiresAt');
    expect((await put({ secrets: both }, 2)).status).toBe(200);
    expect(await secrets()).toEqual(both);
    // Alone, one that retires would leave nothing that signs.
    expect(await put({ secrets: both.slice(1) }, 3)).toMatchObject({
      status: 422,
      errors: [{ path: '$.signatures.docusign.secrets' }],
    });
    const many = Array.from({ length: 99 }, (_, index) => `docusign-key-number-${index}`);
    expect(await put({ secrets: many, overlapSeconds: 60 }, 3)).toMatchObject({
      status: 422,
      errors: [{ path: '$.signatures.docusign.secrets', message: expect.stringContaining('not 101') }],
    });
    expect((await put({ secrets: both.slice(0, 1) }, 3)).status).toBe(200);
    expect(await secrets()).toEqual(both.slice(0, 1));
    await world.ask('env-put-back');
    const [event] = await receiver.until(1);
    expect(event?.request.headers).toHaveProperty('x-docusign-signature-1');
    expect(event?.request.headers).not.toHaveProperty('x-docusign-signature-2');
  });

  it('carries the stored value of a header whose name is put in other letters', async () => {
    const receiver = await world.receiver();
    const name = await world.listen(receiver, { headers: [{ name: 'X-Route', value: 'eu' }] });
    const body = { ...(await world.read(name)), headers: [{ name: 'x-route' }] };
    const put = await world.tenant.put(`/v1/listeners/${name}`, body, { 'if-match': '"1"' });
    expect(put.body).toMatchObject({ headers: [{ name: 'x-route', value: { setAt: expect.any(String) } }] });
    expect((await world.tenant.post(`/v1/listeners/${name}/test`)).body).toMatchObject({ verdict: 'ok' });
    expect(receiver.events[0]?.request.headers).toMatchObject({ 'x-route': 'eu' });
  });

  it('waits while an earlier one of its envelope is refused, and other envelopes do not wait', async () => {
    const receiver = await world.receiver();
    receiver.behave(({ body }, before) => ({ status: body.data.envelopeId === 'env-held' && before < 2 ? 500 : 200 }));
    await world.listen(receiver, { retrySchedule: [1, 1, 1] });
    const id = await world.ask('env-held');
    await world.cancel(id);
    await world.ask('env-free');
    const [free] = await receiver.until(1, ({ body }) => body.data.envelopeId === 'env-free');
    expect(free).toBeDefined();
    await receiver.until(1, ({ body }) => body.type === 'signer_authentication.cancelled');
    const held = receiver.events.filter(({ body }) => body.data.envelopeId === 'env-held');
    expect(held.map(({ body }) => body.type.split('.')[1])).toEqual(['created', 'created', 'created', 'cancelled']);
    expect(new Set(held.slice(0, 3).map(({ request }) => request.body)).size).toBe(1);
  });

  it('of many of an envelope that wait is sent in their order, one that is refused in their midst before all after it', async () => {
    const receiver = await world.receiver();
    receiver.behave(({ body }, before) => ({
      status: (body.data['audit'] as { sequence: number }).sequence === 5 && before === 0 ? 500 : 204,
    }));
    const name = await world.listen(receiver, { retrySchedule: [1], maxInFlight: 4, enabled: false });
    for (let step = 0; step < 6; step += 1) await world.cancel(await world.ask('env-many'));
    await world.tenant.post(`/v1/listeners/${name}/enable`);
    await receiver.until(13);
    expect(receiver.events.map(({ body }) => (body.data['audit'] as { sequence: number }).sequence)).toEqual([
      ...[1, 2, 3, 4, 5, 5, 6],
      ...[7, 8, 9, 10, 11, 12],
    ]);
    const deliveries = await world.until(
      () => world.deliveries(`listener=${name}`),
      (all) => all.length === 12 && all.every(({ status }) => status === 'delivered'),
    );
    expect(deliveries.filter(({ tries }) => tries === 2)).toHaveLength(1);
  });

  it('goes to a listener that was made before it, also when the clock is set back meanwhile, and none from before does', async () => {
    const receiver = await world.receiver();
    await world.ask('env-before');
    const name = await world.listen(receiver);
    world.service.clock.advance(-3_600_000);
    try {
      await world.ask('env-after');
      await receiver.until(1);
      await world.tenant.post(`/v1/listeners/${name}/disable`);
      await world.ask('env-skipped');
      await world.tenant.post(`/v1/listeners/${name}/enable`, { from: 'now' });
      world.service.clock.advance(-3_600_000);
      await world.ask('env-later');
      await receiver.until(2);
      expect(receiver.events.map(({ body }) => body.data.envelopeId)).toEqual(['env-after', 'env-later']);
    } finally {
      world.service.clock.advance(7_200_000);
    }
  });

  it('goes to a listener that has not answered another envelope yet', async () => {
    const receiver = await world.receiver();
    let answer = (): void => undefined;
    const slow = new Promise<{ status: number }>((resolve) => {
      answer = () => {
        resolve({ status: 204 });
      };
    });
    receiver.behave(({ body }) => (body.data.envelopeId === 'env-slow' ? slow : { status: 204 }));
    const name = await world.listen(receiver);
    await world.ask('env-slow');
    await receiver.until(1);
    await world.ask('env-quick');
    await world.until(
      () => world.deliveries(`listener=${name}&envelopeId=env-quick`),
      ([quick]) => quick?.status === 'delivered',
    );
    expect(await world.deliveries(`listener=${name}&envelopeId=env-slow`)).toMatchObject([
      { status: 'pending', tries: 0 },
    ]);
    answer();
    await world.until(
      () => world.deliveries(`listener=${name}`),
      (all) => all.every(({ status }) => status === 'delivered'),
    );
  });
});

describe('on the command line', () => {
  const keyBefore = process.env['COUNTERSIGN_API_KEY'];
  let printed: string[];

  beforeEach(() => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    process.env['COUNTERSIGN_API_KEY'] = world.tenant.key ?? '';
  });
  afterEach(() => {
    jest.restoreAllMocks();
    if (keyBefore === undefined) delete process.env['COUNTERSIGN_API_KEY'];
    else process.env['COUNTERSIGN_API_KEY'] = keyBefore;
    process.exitCode = 0;
  });

  /** @returns the exit code */
  async function run(commands: typeof deliveryCommands, ...words: string[]): Promise<number> {
    process.exitCode = 0;
    await commands(() => world.service.settings).parseAsync([...words, '--url', world.tenant.url], { from: 'user' });
    return process.exitCode;
  }

  it('a listener is tested: the exit code and the setting at fault say how it went', async () => {
    const receiver = await world.receiver();
    const name = await world.listen(receiver);
    expect(await run(listenerCommands, 'test', name)).toBe(0);
    expect(printed.join('\n')).toContain('accepted');
    receiver.behave(() => ({ status: 401, body: 'who are you' }));
    expect(await run(listenerCommands, 'test', name)).toBe(1);
    expect(printed.join('\n')).toMatch(/delivery\.http_error at \$\.signatures[^]*answered 401[^]*who are you/);
    await expect(run(listenerCommands, 'test', 'nobody')).rejects.toThrow('There is no listener nobody');
  });

  it('deliveries are listed and made again, followed until they are done', async () => {
    const receiver = await world.receiver();
    // What other tests have left pending expires by the clock that they moved, whenever that is looked for.
    const name = await world.listen(receiver, { events: ['signer_authentication.created'] });
    await world.ask('env-command');
    await world.until(
      () => world.deliveries(`listener=${name}&status=delivered`),
      (found) => found.length === 1,
    );
    expect(await run(deliveryCommands, 'list', '--listener', name, '--status', 'delivered')).toBe(0);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/ {2}delivered {2}listener-\d+ {2}signer_authentication\.created {2}env-command {2}/);
    expect(await run(deliveryCommands, 'redeliver', name, '--envelope', 'env-command')).toBe(0);
    expect(printed.slice(1)).toEqual([expect.stringMatching(/^Redelivery \S+ of 1 events has begun\.$/), 'Done.']);
    expect(receiver.events).toHaveLength(2);
    expect(receiver.events[1]?.request.body).toBe(receiver.events[0]?.request.body);
    await run(deliveryCommands, 'list', '--listener', name, '--status', 'given_up');
    expect(printed.at(-1)).toBe('Nothing fits.');
  });
});
