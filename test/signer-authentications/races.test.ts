import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, QueryFailedError } from 'typeorm';
import { OverdueAttempts } from '../../src/attempts/abandon-overdue.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { PendingEnder } from '../../src/signer-authentications/endings/end-pending.js';
import { allOrOneOf, inRange } from '../support/range.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { type Account, expectAccountedFor, expectTrailInOrder } from './account.js';
import { LoginWorld } from './world.js';

/** A signer on the way through a login at a provider of their own. */
interface Situation {
  readonly id: string;
  readonly envelopeId: string;
  readonly provider: string;
  readonly signInUrl: string;
}

const atWorkflow = (url: URL): boolean => url.hostname === 'workflow.example';
const atCallback = (url: URL): boolean => atWorkflow(url) || url.pathname.startsWith('/callback/');

/** By what its statement writes. */
const STEPS = {
  create: /INSERT INTO signer_authentication/,
  start: /INSERT INTO attempt /,
  consume: /SET status = 'exchanging'/,
  settle: /UPDATE attempt SET status = \$/,
} as const;
type Step = keyof typeof STEPS;

describe('what happens just before a step of a login is written', () => {
  let world: LoginWorld;
  let numbers = 0;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  /** Who succeeds, and who is refused. */
  const people = ['john', 'mallory'];

  beforeEach(() => {
    numbers += 1;
  });

  async function prepare(changes: Readonly<Record<string, unknown>> = {}): Promise<Situation> {
    const provider = `openid-${numbers}`;
    world.openId.registerRedirectUri('sign', await world.addProvider(world.openIdBody({ name: provider })));
    const envelopeId = `env-${numbers}`;
    const recipient = { email: 'john@example.com', firstName: 'John', lastName: 'Dough' };
    const created = await world.create({
      envelope: { id: envelopeId },
      recipient,
      providers: [{ name: provider }],
      expiresInSeconds: 60,
      ...changes,
    });
    return { ...created, envelopeId, provider };
  }

  const again = ({ envelopeId, provider }: Situation) =>
    world.create({
      envelope: { id: envelopeId },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough' },
      providers: [{ name: provider }],
    });

  type Send = () => Promise<unknown>;

  /** Lets something happen, once, around what a step writes. */
  async function aroundWriteOf(step: Step, around: (send: Send) => Promise<unknown>, work: Send): Promise<void> {
    const { writing } = world.service.app.get(UnitOfWork).lookups;
    const original = writing.query;
    let happened = false;
    writing.query = (async (text: string, parameters?: unknown[]) => {
      const send = () => original<unknown>(text, parameters);
      if (happened || !STEPS[step].test(text)) return send();
      happened = true;
      return around(send);
    }) as typeof original;
    try {
      await work();
    } finally {
      writing.query = original;
    }
    expect(happened).toBe(true);
  }

  /** After the step has read, and before what it writes is sent. */
  const justBefore = (step: Step, happen: Send, work: Send): Promise<void> =>
    aroundWriteOf(
      step,
      async (send) => {
        await happen();
        return send();
      },
      work,
    );

  /** What was sent is written, but the connection is lost before the answer comes. */
  const losingTheAnswerOf = (step: Step, work: Send): Promise<void> =>
    aroundWriteOf(
      step,
      async (send) => {
        await send();
        throw new QueryFailedError('', [], Object.assign(new Error('The connection is lost'), { code: '08006' }));
      },
      work,
    );

  const succeed = async (answer: Promise<{ status: number; body: unknown }>): Promise<void> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  };

  const RIVALS: Readonly<Record<string, (situation: Situation) => Promise<unknown>>> = {
    'it is cancelled': ({ id }) => succeed(world.tenant.post(`/v1/signer-authentications/${id}/cancel`)),
    'it expires': async () => {
      world.service.clock.advance(61_000);
      await world.service.app.get(PendingEnder).expireOverdue();
      world.service.clock.advance(-61_000);
    },
    'the person is erased': ({ envelopeId }) =>
      succeed(world.tenant.post('/v1/erasures', { envelopeId, recipientEmail: 'john@example.com' })),
    'the person is erased after cancelling': async ({ id, envelopeId }) => {
      await succeed(world.tenant.post(`/v1/signer-authentications/${id}/cancel`));
      await succeed(world.tenant.post('/v1/erasures', { envelopeId, recipientEmail: 'john@example.com' }));
    },
    'the provider is disabled': ({ provider }) => succeed(world.tenant.post(`/v1/providers/${provider}/disable`)),
    'the provider is deleted': ({ provider }) =>
      succeed(world.tenant.delete(`/v1/providers/${provider}`, { 'if-match': '"1"' })),
    'the provider is configured anew': ({ provider }) =>
      succeed(
        world.tenant.put(`/v1/providers/${provider}`, world.openIdBody({ name: provider, scopes: ['openid'] }), {
          'if-match': '"1"',
        }),
      ),
    'a further workstep of the person is created': again,
    'somebody reads the trail': ({ envelopeId }) => world.eventTypes(envelopeId),
  };

  /** Everything that is still under way is given up, and nothing stays behind. */
  async function expectNothingStuck({ envelopeId }: Situation): Promise<Account> {
    await expectAccountedFor(world, envelopeId);
    world.service.clock.advance(2_000_000);
    await world.service.app.get(OverdueAttempts).abandon();
    world.service.clock.advance(-2_000_000);
    const account = await expectAccountedFor(world, envelopeId);
    for (const { status } of account.attempts) expect(['succeeded', 'failed', 'abandoned']).toContain(status);
    return account;
  }

  const signIn = async ({ signInUrl, provider }: Situation, account: string): Promise<void> => {
    const browser = new SignerBrowser({ doNotFetch: atWorkflow });
    const page = await world.logIn(browser, signInUrl, provider, account);
    if (page.status !== null) expect(page.status).toBeLessThan(500);
  };

  const rivals = Object.entries(RIVALS);

  const steps = ['start', 'consume', 'settle'] as const;
  describe.each(steps)('%s', (step) => {
    // Every day every sixth rival, another from step to step, meets one of them, another from rival to rival.
    const meetings = rivals.flatMap(([what, rival], place) =>
      (place + steps.indexOf(step)) % inRange(6, 1) === 0
        ? allOrOneOf(people, place >> 1).map((account) => ({ what, rival, account }))
        : [],
    );
    it.each(meetings)('of a login as $account has one outcome when $what', async ({ rival, account }) => {
      const situation = await prepare({ maxAttempts: numbers % 2 === 0 ? 1 : 3 });
      await justBefore(
        step,
        () => rival(situation),
        () => signIn(situation, account),
      );
      await expectNothingStuck(situation);
    });
  });

  it.each(rivals)('a creation has one outcome when %s', async (_what, rival) => {
    const situation = await prepare();
    await justBefore(
      'create',
      () => rival(situation),
      () => again(situation),
    );
    await expectNothingStuck(situation);
  });

  it.each([
    ['john', 1, 'succeeded'],
    ['mallory', 1, 'failed'],
    ['mallory', 3, 'pending'],
  ])('a login as %s with %i attempts is settled once when the answer of the database is lost', async (...given) => {
    const [account, maxAttempts, status] = given;
    const situation = await prepare({ maxAttempts });
    await losingTheAnswerOf('settle', () => signIn(situation, account));
    const { authentications, attempts } = await expectNothingStuck(situation);
    expect(authentications).toMatchObject([{ status, failed_attempts: account === 'john' ? 0 : 1 }]);
    expect(attempts).toHaveLength(1);
  });

  it('a login fails when its tenant is suspended just before it is settled', async () => {
    const situation = await prepare();
    const suspendAt = (at: string) =>
      world.service.app.get(DataSource).query(`UPDATE tenant SET suspended_at = ${at} WHERE name = 'acme'`);
    await justBefore(
      'settle',
      () => suspendAt('now()'),
      () => signIn(situation, 'john'),
    );
    await suspendAt('NULL');
    const { authentications, attempts } = await expectNothingStuck(situation);
    expect(authentications.map(({ status }) => status)).toEqual(['pending']);
    expect(attempts).toMatchObject([{ status: 'failed' }]);
  });

  it('a creation is found again by its idempotency key when the answer of the database is lost', async () => {
    const situation = await prepare();
    const { envelopeId: id, provider } = situation;
    const body = world.requestBody({ envelope: { id }, providers: [{ name: provider }] });
    const ask = () => world.tenant.post('/v1/signer-authentications', body, { 'idempotency-key': id });
    await losingTheAnswerOf('create', async () => {
      expect((await ask()).status).toBe(503);
    });
    expect((await ask()).status).toBe(201);
    expect((await expectNothingStuck(situation)).authentications).toHaveLength(2);
  });

  it('one callback that comes twice is consumed once', async () => {
    const situation = await prepare();
    let held = true;
    const browser = new SignerBrowser({ doNotFetch: (url) => (held ? atCallback(url) : atWorkflow(url)) });
    const { url } = await world.logIn(browser, situation.signInUrl, situation.provider, 'john');
    held = false;
    await justBefore(
      'consume',
      () => browser.open(url),
      () => browser.open(url),
    );
    const { attempts, authentications } = await expectNothingStuck(situation);
    expect(attempts).toHaveLength(1);
    expect(authentications.map(({ status }) => status)).toEqual(['succeeded']);
  });

  it('leaves a trail in which everything is in order', async () => {
    await expectTrailInOrder(world);
  });
});
