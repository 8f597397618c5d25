import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { OverdueAttempts } from '../../src/attempts/abandon-overdue.js';
import { MAXIMUM_STARTS } from '../../src/signer-authentications/signer-authentication.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { inRange } from '../support/range.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';
import { expectAccountedFor, expectTrailInOrder } from './account.js';
import { LoginWorld } from './world.js';

const atWorkflow = (url: URL): boolean => url.hostname === 'workflow.example';
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const PERSON = { email: 'john@example.com', firstName: 'John', lastName: 'Dough' };

/** What else may happen to a signer authentication, asked of any instance of the service. */
const RIVALS = ['cancel', 'erase', 'create', 'read', 'abandon'] as const;

describe('what many do to one envelope at the same time', () => {
  /** Of both instances, on a server; undefined: the one instance has an embedded one of its own. */
  let database: TestDatabase | undefined;
  let world: LoginWorld;
  /** A second instance on the same server; the embedded database has one only. */
  let second: TestService | null = null;
  let elsewhere: ApiClient;

  beforeAll(async () => {
    if (isServerGiven()) database = await startTestDatabase();
    world = await LoginWorld.start({ DATABASE_POOL_SIZE: '6' }, database);
    if (database !== undefined) second = await startTestService({ database });
    elsewhere = (second ?? world.service).caller(world.tenant.key);
  });

  afterAll(async () => {
    await second?.close();
    await world.close();
    await database?.close();
  });

  const create = (envelopeId: string, changes: Readonly<Record<string, unknown>> = {}) =>
    world.create({ envelope: { id: envelopeId }, recipient: PERSON, providers: [{ name: 'openid' }], ...changes });

  /** Signs in up to the callback, which is sent by whoever calls what is returned. */
  async function comeBack(signInUrl: string, account: string): Promise<() => Promise<BrowserPage>> {
    let held = true;
    const browser = new SignerBrowser({
      doNotFetch: (url) => atWorkflow(url) || (held && url.pathname.startsWith('/callback/')),
    });
    const { url } = await world.logIn(browser, signInUrl, 'openid', account);
    return () => {
      held = false;
      return browser.open(url);
    };
  }

  const rival = (kind: (typeof RIVALS)[number], id: string, envelopeId: string): Promise<unknown> => {
    switch (kind) {
      case 'cancel':
        return elsewhere.post(`/v1/signer-authentications/${id}/cancel`);
      case 'erase':
        return elsewhere.post('/v1/erasures', { envelopeId, recipientEmail: PERSON.email });
      case 'create':
        return elsewhere.post(
          '/v1/signer-authentications',
          world.requestBody({ envelope: { id: envelopeId }, recipient: PERSON }),
        );
      case 'read':
        return elsewhere.get(`/v1/envelopes/${envelopeId}/audit-trail`);
      case 'abandon':
        return (second ?? world.service).app.get(OverdueAttempts).abandon();
    }
  };

  const failed = (answer: unknown): boolean => ((answer as { status?: number | null }).status ?? 0) >= 500;

  describe.each(['john', 'mallory'])('a login as %s', (account) => {
    // Every day each rival meets one of them.
    const met = RIVALS.filter((_rival, place) => inRange(place % 2, 0) === inRange(account === 'john' ? 0 : 1, 0));
    it.each(met)('ends once, and is accounted for, whenever somebody else comes to %s', async (kind) => {
      for (const milliseconds of upTo(inRange(1, 10))) {
        const envelopeId = `env-${account}-${kind}-${milliseconds}`;
        const { id, signInUrl } = await create(envelopeId, { maxAttempts: 1 + (milliseconds % 2) });
        const [one, other] = [await comeBack(signInUrl, account), await comeBack(signInUrl, 'john')];
        const answers = await Promise.all([
          one(),
          one(),
          other(),
          pause(milliseconds * 3).then(() => rival(kind, id, envelopeId)),
        ]);
        expect(answers.filter(failed)).toEqual([]);
        await expectAccountedFor(world, envelopeId);
      }
    });
  });

  it('every attempt that fails is counted, and none after the last', async () => {
    for (const round of upTo(inRange(1, 4))) {
      const envelopeId = `env-counted-${round}`;
      const { id, signInUrl } = await create(envelopeId, { maxAttempts: 3 });
      const callbacks: (() => Promise<BrowserPage>)[] = [];
      while (callbacks.length < 7) callbacks.push(await comeBack(signInUrl, 'mallory'));
      await Promise.all(callbacks.map((callback) => callback()));
      const { authentications } = await expectAccountedFor(world, envelopeId);
      expect(authentications).toMatchObject([{ id, status: 'failed', failed_attempts: 3 }]);
    }
  });

  it('as many starts as there may be are made, however many are asked for', async () => {
    const { signInUrl } = await create('env-starts');
    const browsers = upTo(MAXIMUM_STARTS + 10).map(
      () => new SignerBrowser({ doNotFetch: (url) => url.origin !== new URL(signInUrl).origin }),
    );
    await Promise.all(browsers.map((browser) => browser.open(signInUrl)));
    await Promise.all(browsers.map((browser) => browser.click('button[value=openid]')));
    const { attempts, authentications } = await expectAccountedFor(world, 'env-starts');
    expect(attempts).toHaveLength(MAXIMUM_STARTS);
    expect(authentications).toMatchObject([{ starts: MAXIMUM_STARTS }]);
  });

  it('a crowd that is larger than the pool comes to an end on every instance', async () => {
    const people = upTo(inRange(8, 120));
    const answers = await Promise.all(
      people.map((number) =>
        (number % 2 === 0 ? elsewhere : world.tenant).post(
          '/v1/signer-authentications',
          world.requestBody({
            envelope: { id: 'env-crowd' },
            recipient: { email: `john-${number % 10}@example.com`, firstName: 'John', lastName: 'Doe' },
          }),
        ),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { authentications } = await expectAccountedFor(world, 'env-crowd');
    expect(authentications).toHaveLength(people.length);
  });

  it('a key set is logged once, whoever relies on it first', async () => {
    world.openId.registerRedirectUri('sign', await world.addProvider(world.openIdBody({ name: 'fresh' })));
    const created = await Promise.all(
      upTo(inRange(3, 8)).map((number) => create(`env-fresh-${number}`, { providers: [{ name: 'fresh' }] })),
    );
    const arrived = await Promise.all(
      created.map(({ signInUrl }) =>
        world.logIn(new SignerBrowser({ doNotFetch: atWorkflow }), signInUrl, 'fresh', 'john'),
      ),
    );
    expect(arrived.map(({ url }) => url.searchParams.get('status'))).toEqual(created.map(() => 'succeeded'));
    const logged: unknown[] = await world.service.app
      .get(DataSource)
      .query(`SELECT 1 FROM audit_event WHERE type = 'jwks.first_used' AND leaf LIKE '%"provider":"fresh"%'`);
    expect(logged).toHaveLength(1);
  });

  it('leaves a trail in which everything is in order', async () => {
    await expectTrailInOrder(world);
  });

  const onServer = isServerGiven() ? it : it.skip;

  onServer('PostgreSQL had no deadlock to end', async () => {
    // A connection reports what it has seen when it is closed at the latest.
    await second?.close();
    second = null;
    await world.service.restart();
    const rows: unknown[] = await world.service.app
      .get(DataSource)
      .query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(rows).toEqual([{ deadlocks: '0' }]);
  });
});
