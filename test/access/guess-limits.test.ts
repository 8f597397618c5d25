import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuessStore } from '../../src/access/guess.store.js';
import { GuessLimits } from '../../src/access/guess-limits.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { KeyedHash } from '../../src/secrets/keyed-hash.js';
import { Sealing } from '../../src/secrets/sealing.js';
import { MovableClock } from '../support/clock.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

const MINUTE = 60_000;

describe('limits of guesses', () => {
  let database: OpenTestDatabase;
  let tenantId: string;
  const clock = new MovableClock();
  const sealing = new Sealing([randomBytes(32)]);

  /** As another instance of the service has them. */
  const instance = (): GuessLimits =>
    new GuessLimits(new GuessStore(), new KeyedHash(sealing), new UnitOfWork(database.dataSource), clock);

  beforeAll(async () => {
    database = await openTestDatabase();
    tenantId = randomUUID();
    await database.dataSource.query(
      'INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, $2, $2, now())',
      [tenantId, 'guessed'],
    );
  });

  afterAll(() => database.close());

  const password = (account: string, address = '127.0.0.1') =>
    ({ guessed: 'password', tenantId, account, address }) as const;

  it('stop one address at one account, in all instances, from loopback too, and name the wait', async () => {
    const [one, other] = [instance(), instance()];
    for (const limits of [one, other, one, other, one]) await limits.count(password('a@example.com'));
    await expect(other.count(password('a@example.com'))).rejects.toMatchObject({
      code: 'login.too_many_guesses',
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    });
    await other.count(password('a@example.com', '192.0.2.1'));
    await other.count(password('b@example.com'));
    clock.advance(5 * MINUTE);
    await other.count(password('a@example.com'));
  });

  it('let no more pass at once than one after the other', async () => {
    const limits = instance();
    const tries = await Promise.all(Array.from({ length: 12 }, () => limits.tryCount(password('crowd@example.com'))));
    expect(tries.filter((allowed) => typeof allowed !== 'number')).toHaveLength(5);
  });

  it('slow an account down that is guessed at from everywhere, and not the ones beside it', async () => {
    const limits = instance();
    for (let address = 1; address <= 30; address += 1)
      await limits.count(password('wide@example.com', `192.0.2.${address}`));
    expect(await limits.tryCount(password('wide@example.com', '198.51.100.7'))).toEqual(expect.any(Number));
    await limits.count(password('beside@example.com', '198.51.100.7'));
  });

  it('do not count what was right', async () => {
    const limits = instance();
    for (let login = 0; login < 12; login += 1) await (await limits.count(password('right@example.com'))).right();
    await limits.count(password('right@example.com'));
  });
});
