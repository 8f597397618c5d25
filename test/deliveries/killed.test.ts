import { afterAll, describe, expect, it } from '@jest/globals';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { EventReceiver } from '../support/event-receiver.js';
import { inRange } from '../support/range.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';

let database: TestDatabase | undefined;
let service: ServiceProcess | undefined;
let receiver: EventReceiver | undefined;

afterAll(async () => {
  await service?.stop();
  await receiver?.close();
  await database?.close();
});

describe('killing the process (SIGKILL) while it delivers', () => {
  it('loses no event, and keeps the order of each envelope', async () => {
    database = await startTestDatabase();
    receiver = await EventReceiver.start();
    service = await startServiceProcess({
      DATA_DIR: database.dataDir,
      ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
    });
    const { operator } = service;
    await operator.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      issuer: 'https://idp.example',
      clientId: 'client',
      clientAuthentication: { method: 'none' },
      idToken: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email' }] },
    });
    // Slow enough that something is under way whenever the process is killed.
    receiver.behave(() => new Promise((resolve) => setTimeout(resolve, 30, { status: 204 })));
    const made = await operator.post('/v1/listeners', { name: 'workflow', url: receiver.url });
    expect(made.status).toBe(201);
    const ids: string[] = [];
    for (let round = 0; round < inRange(1, 3); round += 1) {
      for (let count = 0; count < 15; count += 1) {
        const created = await operator.post('/v1/signer-authentications', {
          envelope: { id: `env-${count % 4}` },
          workstep: { id: 'ws' },
          recipient: { email: `${round}-${count}@example.com` },
          providers: [{ name: 'idp' }],
        });
        expect(created.status).toBe(201);
        ids.push((created.body as { id: string }).id);
      }
      await receiver.until(round * 15 + 3);
      await service.kill();
      await service.start();
    }
    const seen = (): ReadonlySet<unknown> =>
      new Set((receiver as EventReceiver).events.map(({ body }) => body.data['signerAuthenticationId']));
    const deadline = Date.now() + 60_000;
    while (ids.some((id) => !seen().has(id)) && Date.now() < deadline) await new Promise((r) => setTimeout(r, 200));
    expect(ids.filter((id) => !seen().has(id))).toEqual([]);
    for (const envelope of ['env-0', 'env-1', 'env-2', 'env-3']) {
      const sequences = receiver.events
        .filter(({ body }) => body.data.envelopeId === envelope)
        .map(({ body }) => (body.data['audit'] as { sequence: number }).sequence);
      const firsts = sequences.filter((sequence, index) => sequences.indexOf(sequence) === index);
      expect(firsts).toEqual([...firsts].sort((one, other) => one - other));
    }
  }, 180_000);
});
