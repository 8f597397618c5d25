import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { EventReceiver } from '../support/event-receiver.js';
import { ApiClient } from '../support/service/api-client.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';

/** Events that are made; the whole range of the requirement is 100,000. */
const EVENTS = Number(process.env['DELIVERY_EVENTS'] ?? 2_000);
const KILLS = Number(process.env['DELIVERY_KILLS'] ?? 10);
const ENVELOPES = 50;
const KEY = `csk_${randomBytes(32).toString('base64url')}`;
const AT_ONCE = 16;
/** Milliseconds that the whole may take, a quarter of it after the last event was made. */
const PATIENCE = Math.max(1_200_000, EVENTS * 60);

const server = process.env['TEST_DATABASE_URL'];
const onServer = server === undefined || server === '' ? it.skip : it;

let database: TestDatabase | undefined;
const services: ServiceProcess[] = [];
const receivers: EventReceiver[] = [];

afterAll(async () => {
  for (const service of services) await service.stop();
  for (const receiver of receivers) await receiver.close();
  await database?.close();
});

async function startInstances(databaseUrl: string, dataDir: string): Promise<void> {
  for (let count = 0; count < 2; count += 1)
    services.push(
      await startServiceProcess({
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        RATE_LIMIT_PER_MINUTE: '1000000',
        // One for both: an instance that starts with another one revokes the first.
        BOOTSTRAP_API_KEY: KEY,
      }),
    );
}

/** An event through whichever instance is alive. */
async function ask(index: number, key: string): Promise<void> {
  for (let instance = index % 2; ; instance = 1 - instance) {
    const made = await fetch(`${services[instance]?.url ?? ''}/v1/signer-authentications`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': `event-${index}`,
      },
      body: JSON.stringify({
        envelope: { id: `env-${index % ENVELOPES}` },
        workstep: { id: `ws-${index}` },
        recipient: { email: `${index}@example.com` },
        providers: [{ name: 'idp' }],
      }),
    }).catch(() => null);
    if (made?.status === 201 || made?.status === 200) return;
    if (made !== null && made.status < 500 && made.status !== 409) throw new Error(await made.text());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

onServer(
  'two instances killed at random: each of three listeners (dead for a while, slow, failing at random) has every event, in order',
  async () => {
    database = await startTestDatabase();
    await startInstances(database.databaseUrl ?? '', database.dataDir);
    const [first] = services;
    if (first === undefined) throw new Error('no instance');
    const operator = new ApiClient(first.url, KEY);
    await operator.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      issuer: 'https://idp.example',
      clientId: 'client',
      clientAuthentication: { method: 'none' },
      idToken: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email' }] },
    });
    const key = (
      (await operator.post('/v1/api-keys', { name: 'load', scopes: ['authentications:write'] })).body as { key: string }
    ).key;
    const behaviours = [
      () => ({ status: Date.now() < aliveFrom ? 503 : 200 }),
      () => new Promise<{ status: number }>((resolve) => setTimeout(resolve, 20, { status: 200 })),
      () => ({ status: Math.random() < 0.2 ? 500 : 200 }),
    ];
    const aliveFrom = Date.now() + 30_000;
    for (const [index, behaviour] of behaviours.entries()) {
      const receiver = await EventReceiver.start();
      receivers.push(receiver);
      receiver.behave(behaviour);
      const made = await operator.post('/v1/listeners', {
        name: `listener-${index}`,
        url: receiver.url,
        retrySchedule: Array.from({ length: 30 }, () => 1),
        maxInFlight: 16,
      });
      expect(made.status).toBe(201);
    }
    const killing = (async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 4_000));
        const victim = services[Math.floor(Math.random() * 2)];
        await victim?.kill();
        await victim?.start();
      }
    })();
    let next = 0;
    const started = Date.now();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < EVENTS) await ask((next += 1) - 1, key);
      }),
    );
    await killing;
    const made = Date.now();
    const idsOf = (receiver: EventReceiver): ReadonlySet<string> =>
      new Set(receiver.events.map(({ body }) => body.data.id));
    const deadline = Date.now() + PATIENCE / 4;
    while (receivers.some((receiver) => idsOf(receiver).size < EVENTS) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    const counts = receivers.map((receiver) => idsOf(receiver).size);
    process.stdout.write(
      `${EVENTS} events in ${made - started} ms with ${KILLS} kills; all delivered after ${Date.now() - started} ms; received ${receivers.map(({ events }) => events.length).join(', ')}\n`,
    );
    expect(counts).toEqual([EVENTS, EVENTS, EVENTS]);
    for (const receiver of receivers) {
      for (let envelope = 0; envelope < ENVELOPES; envelope += 1) {
        const sequences = receiver.events
          .filter(({ body }) => body.data.envelopeId === `env-${envelope}`)
          .map(({ body }) => (body.data['audit'] as { sequence: number }).sequence);
        const firsts = [...new Set(sequences)];
        expect(firsts).toEqual([...firsts].sort((one, other) => one - other));
      }
    }
  },
  PATIENCE,
);
