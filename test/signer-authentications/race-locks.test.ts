import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { OverdueAttempts } from '../../src/attempts/abandon-overdue.js';
import { AttemptStore } from '../../src/attempts/attempt.store.js';
import { AttemptSettler } from '../../src/attempts/settle-attempt.js';
import { ErasureStore } from '../../src/audit/erasure/erasure.store.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { SignerPersonalData } from '../../src/signer-authentications/endings/personal-data.js';
import { SignerAuthenticationStore } from '../../src/signer-authentications/stores/signer-authentication.store.js';
import { isServerGiven } from '../support/database.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { expectAccountedFor, expectTrailInOrder } from './account.js';
import { LoginWorld } from './world.js';

const atWorkflow = (url: URL): boolean => url.hostname === 'workflow.example';

type Method = (...given: never[]) => Promise<unknown>;

/** Lets something happen around the next call of a method, e.g. while the transaction that makes it is still open. */
function aroundNext<Name extends string>(
  object: Readonly<Record<Name, Method>>,
  name: Name,
  around: (call: () => Promise<unknown>) => Promise<unknown>,
): void {
  const original = object[name];
  Object.assign(object, {
    [name]: (...given: never[]) => {
      Object.assign(object, { [name]: original });
      return around(() => original.apply(object, given));
    },
  });
}

// The embedded database has one connection: nothing happens inside a transaction of somebody else.
const onServer = isServerGiven() ? describe : describe.skip;

onServer('what happens while another transaction is open', () => {
  let world: LoginWorld;
  let database: DataSource;

  beforeAll(async () => {
    world = await LoginWorld.start();
    database = world.service.app.get(DataSource);
  });

  afterAll(async () => {
    await world.close();
  });

  const PERSON = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };
  const create = (envelopeId: string) =>
    world.create({ envelope: { id: envelopeId }, recipient: PERSON, providers: [{ name: 'openid' }] });
  const cancel = (id: string) => world.tenant.post(`/v1/signer-authentications/${id}/cancel`);
  const erase = (envelopeId: string) => world.tenant.post('/v1/erasures', { envelopeId, recipientEmail: PERSON.email });
  const signIn = (signInUrl: string) =>
    world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'openid', 'john');

  async function untilSomebodyWaits(): Promise<void> {
    for (let tries = 0; tries < 12_000; tries += 1) {
      const waiting: unknown[] = await database.query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())',
      );
      if (waiting.length > 0) return;
      await pause(5);
    }
    throw new Error('Nobody waits for a lock');
  }

  /** Begins something and comes back when it has reached a place; `goOn` lets it continue. */
  async function heldAt<Name extends string>(
    object: Readonly<Record<Name, Method>>,
    name: Name,
    begin: () => Promise<unknown>,
  ): Promise<{ readonly goOn: () => void; readonly done: Promise<unknown> }> {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      aroundNext(object, name, async (call) => {
        const result = await call();
        resolve();
        await held;
        return result;
      });
    });
    const done = begin();
    await reached;
    return { goOn, done };
  }

  it('a login that is refused leaves nothing sealed behind an erasure that is under way', async () => {
    const { id, signInUrl } = await create('env-under-way');
    let erasing: Promise<unknown> = Promise.resolve();
    aroundNext(world.service.app.get(AttemptSettler), 'settle', async (settle) => {
      await cancel(id);
      const erasure = await heldAt(world.service.app.get(ErasureStore), 'deleteSealed', () => erase('env-under-way'));
      erasing = erasure.done;
      const settled = settle();
      await Promise.race([settled, untilSomebodyWaits()]);
      erasure.goOn();
      return settled;
    });
    expect((await signIn(signInUrl)).status).toBe(410);
    expect(await erasing).toMatchObject({ status: 201 });
    await expectAccountedFor(world, 'env-under-way');
  });

  it('a login that is refused leaves nothing sealed when somebody has read the key while it was destroyed', async () => {
    const { id, signInUrl } = await create('env-read');
    aroundNext(world.service.app.get(AttemptSettler), 'settle', async (settle) => {
      const erasure = await heldAt(world.service.app.get(DataKeys), 'destroy', () => erase('env-read'));
      expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).status).toBe(200);
      erasure.goOn();
      await erasure.done;
      return settle();
    });
    expect((await signIn(signInUrl)).status).toBe(410);
    await expectAccountedFor(world, 'env-read');
  });

  it('a login that succeeds does not wait crosswise with attempts that are given up', async () => {
    const { signInUrl } = await create('env-crosswise');
    const other = new SignerBrowser({ doNotFetch: (url) => url.pathname.startsWith('/callback/') });
    await world.logIn(other, signInUrl, 'openid', 'john');
    await database.query(
      `UPDATE attempt SET deadline_at = now() - interval '1 second'
        WHERE owner_id = (SELECT id FROM signer_authentication WHERE envelope_external_id = 'env-crosswise')`,
    );
    const overdue = world.service.app.get(OverdueAttempts);
    aroundNext(world.service.app.get(AttemptSettler), 'settle', async (settle) => {
      const job = await heldAt(world.service.app.get(AttemptStore), 'abandonOverdue', () => overdue.abandon());
      const settled = settle();
      await untilSomebodyWaits();
      job.goOn();
      await job.done;
      return settled;
    });
    expect((await signIn(signInUrl)).url.searchParams.get('status')).toBe('succeeded');
    await expectAccountedFor(world, 'env-crosswise');
  });

  it('a creation does not wait crosswise with an erasure of the same person', async () => {
    const { id } = await create('env-erased');
    await cancel(id);
    const erasure = await heldAt(world.service.app.get(SignerPersonalData), 'dataKeysOf', () => erase('env-erased'));
    const creating = create('env-erased');
    await untilSomebodyWaits();
    erasure.goOn();
    expect(await erasure.done).toMatchObject({ status: 201 });
    const read = await world.read((await creating).id);
    expect(read).toMatchObject({ status: 'pending', recipient: PERSON });
    await expectAccountedFor(world, 'env-erased');
  });

  it('look-ups go on while a statement that writes waits for a lock', async () => {
    const { id, signInUrl } = await create('env-locked');
    const store = world.service.app.get(SignerAuthenticationStore);
    const holding = await heldAt(store, 'lockPending', () => erase('env-locked'));
    const page = signIn(signInUrl);
    await untilSomebodyWaits();
    expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).status).toBe(200);
    holding.goOn();
    await holding.done;
    await page;
    await expectAccountedFor(world, 'env-locked');
  });

  it('other envelopes go on, all of them, while somebody keeps one locked', async () => {
    const { id } = await create('env-kept');
    const owner = new pg.Client({ connectionString: world.service.settings.DATABASE_URL });
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query(
      'SELECT 1 FROM audit_stream WHERE id = (SELECT envelope_id FROM signer_authentication WHERE id = $1) FOR UPDATE',
      [id],
    );
    const waiting = create('env-kept');
    await untilSomebodyWaits();
    const others = await Promise.all(Array.from({ length: 30 }, (_, number) => create(`env-goes-on-${number}`)));
    expect(others).toHaveLength(30);
    await owner.query('ROLLBACK');
    await owner.end();
    expect((await world.read((await waiting).id)).status).toBe('pending');
    await expectAccountedFor(world, 'env-kept');
  });

  it('leaves a trail in which everything is in order', async () => {
    await expectTrailInOrder(world);
  });

  it('PostgreSQL had no deadlock to end', async () => {
    // A connection reports what it has seen when it is closed at the latest.
    await world.service.restart();
    const rows: { deadlocks: string }[] = await world.service.app
      .get(UnitOfWork)
      .reading.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(rows).toEqual([{ deadlocks: '0' }]);
  });
});
