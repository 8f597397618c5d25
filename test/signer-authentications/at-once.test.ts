import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AttemptSettler } from '../../src/attempts/settle-attempt.js';
import { isServerGiven } from '../support/database.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld, type SharedLoginWorld } from './world.js';

const atWorkflow = (url: URL): boolean => url.hostname === 'workflow.example';

describe('what happens to one envelope at the same time', () => {
  let world: SharedLoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(async () => {
    await world.close();
  });

  const sequencesOf = async (envelopeId: string): Promise<number[]> => {
    const trail = await world.tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`);
    return (trail.body as { events: { sequence: number }[] }).events.map(({ sequence }) => sequence);
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  it('is created for everybody: each request once, each event at a place of its own', async () => {
    const envelope = { id: 'env-crowd' };
    const created = await Promise.all(
      upTo(40).map((number) =>
        world.create({
          envelope,
          recipient: { email: `john-${number % 8}@example.com`, firstName: 'John', lastName: 'Doe' },
          providers: [{ name: 'openid' }],
        }),
      ),
    );
    expect(new Set(created.map(({ id }) => id)).size).toBe(40);
    expect(await sequencesOf('env-crowd')).toEqual(upTo(40));
  });

  it('is created once for one idempotency key, however many ask', async () => {
    const body = world.requestBody({ envelope: { id: 'env-key' } });
    const answers = await Promise.all(
      upTo(10).map(() => world.tenant.post('/v1/signer-authentications', body, { 'idempotency-key': 'one' })),
    );
    expect(new Set(answers.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
    expect(await world.eventTypes('env-key')).toEqual(['signer_authentication.created']);
  });

  it('ends well for every workstep of one person, each told what the others gave', async () => {
    const envelope = { id: 'env-worksteps' };
    const created = await Promise.all(
      upTo(6).map((number) =>
        world.create({
          envelope,
          workstep: { id: `ws-${number}` },
          recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough' },
        }),
      ),
    );
    const arrived = await Promise.all(
      created.map(({ signInUrl }) =>
        world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'openid', 'john'),
      ),
    );
    expect(arrived.map(({ url }) => url.searchParams.get('status'))).toEqual(created.map(() => 'succeeded'));
    const read = await Promise.all(created.map(({ id }) => world.read(id)));
    expect(read.map(({ status }) => status)).toEqual(created.map(() => 'succeeded'));
    expect(read.map(({ recipient }) => recipient.lastName)).toEqual(created.map(() => 'Doe'));
    const sequences = await sequencesOf('env-worksteps');
    expect(sequences).toEqual(upTo(sequences.length));
  });

  it('asks the provider for nothing any more in another tab once a login has succeeded', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-tabs' } });
    let held = true;
    const other = new SignerBrowser({
      doNotFetch: (url) => atWorkflow(url) || (held && url.pathname.startsWith('/callback/')),
    });
    const waiting = await world.logIn(other, signInUrl, 'openid', 'john');
    held = false;
    expect(waiting.url.pathname).toMatch(/^\/callback\//);
    await world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'openid', 'john');
    expect((await world.read(id)).status).toBe('succeeded');

    const page = await other.open(waiting.url);
    expect(page.status).toBe(410);
    const attempts = await world.tenant.get(`/v1/signer-authentications/${id}/attempts`);
    expect((attempts.body as { items: { status: string }[] }).items.map(({ status }) => status)).toEqual([
      'abandoned',
      'succeeded',
    ]);
    expect((await world.eventTypes('env-tabs')).filter((type) => type === 'attempt.callback_received')).toHaveLength(1);
  });

  /** Lets something happen just when a login is about to be settled. */
  async function settlingOnce(
    around: (settle: () => ReturnType<AttemptSettler['settle']>) => ReturnType<AttemptSettler['settle']>,
    logIn: () => Promise<void>,
  ): Promise<void> {
    const settler = world.service.app.get(AttemptSettler);
    const settle = settler.settle.bind(settler);
    settler.settle = (...settled) => around(() => settle(...settled));
    try {
      await logIn();
    } finally {
      settler.settle = settle;
    }
  }

  it('is handed back, and counted once, when a login that is stored already is settled once more', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-again' } });
    const settleTwice = async (settle: () => ReturnType<AttemptSettler['settle']>) => {
      await settle();
      return settle();
    };
    await settlingOnce(settleTwice, async () => {
      const arrived = await world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'openid', 'john');
      expect(arrived.url.searchParams.get('status')).toBe('succeeded');
      const code = arrived.url.searchParams.get('handback');
      expect((await world.tenant.post(`/v1/signer-authentications/${id}/handback`, { code })).status).toBe(200);
    });
    const types = await world.eventTypes('env-again');
    expect(types.filter((type) => type === 'signer_authentication.succeeded')).toHaveLength(1);
  });

  const onServer = isServerGiven() ? it : it.skip;

  onServer('succeeds although every connection to the database is lost when it is to be settled', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-lost' } });
    const loseAll = async (settle: () => ReturnType<AttemptSettler['settle']>) => {
      const client = new pg.Client({ connectionString: world.service.settings.DATABASE_URL });
      await client.connect();
      await client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await client.end();
      return settle();
    };
    await settlingOnce(loseAll, async () => {
      const arrived = await world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'openid', 'john');
      expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    });
    expect((await world.read(id)).status).toBe('succeeded');
    const types = await world.eventTypes('env-lost');
    expect(types.filter((type) => type === 'signer_authentication.succeeded')).toHaveLength(1);
  });
});
