import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scopesAmong } from '../../src/access/permission.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { StoredAccounts } from '../../src/people/users/stored-accounts.js';
import type { User } from '../../src/people/users/user.js';
import { UserStore } from '../../src/people/users/user.store.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { KeyedHash } from '../../src/secrets/keyed-hash.js';
import { Sealing } from '../../src/secrets/sealing.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

let database: OpenTestDatabase;
let unitOfWork: UnitOfWork;
let users: UserStore;
let accounts: StoredAccounts;
let dataKeys: DataKeys;
const acme = randomUUID();
const other = randomUUID();
const now = new Date('2026-11-28T08:00:00.000Z');

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = new UnitOfWork(database.dataSource);
  const sealing = new Sealing([randomBytes(32)]);
  dataKeys = new DataKeys(sealing);
  users = new UserStore(dataKeys, new KeyedHash(sealing));
  accounts = new StoredAccounts(users);
  for (const [id, name] of [
    [acme, 'acme'],
    [other, 'other'],
  ])
    await database.dataSource.query('INSERT INTO tenant VALUES ($1, $2, $2, now())', [id, name]);
});

afterAll(async () => {
  await database.close();
});

async function insert(changes: Partial<User> & Pick<User, 'email'>): Promise<User> {
  return unitOfWork.run(async (transaction) => {
    const tenantId = changes.tenantId ?? acme;
    const { dataKey, stored } = dataKeys.make(tenantId, now);
    await transaction.query(stored.text, [...stored.values]);
    const user: User = {
      id: randomUUID(),
      tenantId,
      status: 'invited',
      language: 'de',
      permissions: new Set(),
      mayUsePassword: true,
      providerId: null,
      activatedAt: null,
      dataKeyId: dataKey.id,
      displayName: 'Ada Lovelace',
      roles: ['sender'],
      revision: 1,
      createdAt: now,
      updatedAt: now,
      lockedAt: null,
      ...changes,
    };
    await users.insert(transaction, user, dataKey);
    return user;
  });
}

describe('an account', () => {
  test('is found by id and by address, however its domain is written, in its own tenant only', async () => {
    const { id } = await insert({ email: 'ada@example.com' });
    const found = await accounts.findByEmail(unitOfWork.lookups, acme, ' ada@EXAMPLE.com');
    expect(found).toMatchObject({ id, email: 'ada@example.com', displayName: 'Ada Lovelace', status: 'invited' });
    expect(await accounts.find(unitOfWork.lookups, acme, id)).toEqual(found);
    expect(await accounts.find(unitOfWork.lookups, other, id)).toBeNull();
    expect(await accounts.findByEmail(unitOfWork.lookups, other, 'ada@example.com')).toBeNull();
    expect(await accounts.findByEmail(unitOfWork.lookups, acme, 'no address')).toBeNull();
  });

  test('leaves no address and no name in clear', async () => {
    await insert({ email: 'plain@example.com', displayName: 'Grace Hopper' });
    const rows: Record<string, unknown>[] = await database.dataSource.query('SELECT * FROM user_account');
    const text = rows
      .flatMap((row) =>
        Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
      )
      .join('\n');
    expect(text).not.toContain('plain@example.com');
    expect(text).not.toContain('Grace');
  });

  test('may do what its roles give now, own roles included, and nothing that this release does not know', async () => {
    await database.dataSource.query(`INSERT INTO user_role VALUES ($1, 'help desk', '', $2, 1, now(), now())`, [
      acme,
      ['audit:read', 'password:use', 'future:right'],
    ]);
    const { id } = await insert({ email: 'role@example.com', roles: ['help desk', 'sender', 'gone'] });
    const standing = await accounts.standing(unitOfWork.lookups, acme, id);
    expect([...(standing?.permissions ?? [])].sort()).toEqual(
      ['audit:read', 'authentications:read', 'authentications:write', 'password:use', 'providers:read'].sort(),
    );
    expect(scopesAmong(standing?.permissions ?? []).has('password:use' as never)).toBe(false);
    await database.dataSource.query(`UPDATE user_role SET permissions = '{}' WHERE name = 'help desk'`);
    expect((await accounts.standing(unitOfWork.lookups, acme, id))?.permissions.has('audit:read')).toBe(false);
    expect((await accounts.standing(unitOfWork.lookups, other, id))?.permissions).toBeUndefined();
  });

  test('cannot be made twice for one address, and can again once the first is deleted', async () => {
    const first = await insert({ email: 'twice@example.com' });
    await expect(insert({ email: 'twice@example.com' })).rejects.toMatchObject({ code: 'request.conflict' });
    await unitOfWork.run((transaction) => users.delete(transaction, first, now));
    expect(await accounts.find(unitOfWork.lookups, acme, first.id)).toBeNull();
    const second = await insert({ email: 'twice@example.com' });
    expect((await accounts.findByEmail(unitOfWork.lookups, acme, 'twice@example.com'))?.id).toBe(second.id);
  });

  test('is active once it can log in, and those who hold a permission are those who are active', async () => {
    const { id } = await insert({ email: 'admin@example.com', roles: ['admin'] });
    const holders = () => accounts.holding(unitOfWork.reading, acme, 'keys:write');
    expect(await holders()).toEqual([]);
    await unitOfWork.run((transaction) => accounts.activate(transaction, acme, id, now));
    expect((await holders()).map((account) => account.id)).toEqual([id]);
    expect(await accounts.find(unitOfWork.lookups, acme, id)).toMatchObject({ status: 'active', activatedAt: now });
  });

  test('keeps its address when its own name changes', async () => {
    const user = await insert({ email: 'name@example.com' });
    const change = { displayName: 'Countess of Lovelace', language: 'fr' } as const;
    await unitOfWork.run((transaction) => accounts.changeProfile(transaction, user, change, now));
    expect(await accounts.find(unitOfWork.lookups, acme, user.id)).toMatchObject({
      ...change,
      email: 'name@example.com',
    });
  });
});
