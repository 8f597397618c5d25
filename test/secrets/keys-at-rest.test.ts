import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { writeTogether } from '../../src/database/write-together.js';
import type { DataKey } from '../../src/secrets/data-key.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { checkEncryptionKey, WrongEncryptionKeyError } from '../../src/secrets/encryption-key-check.js';
import { KeyedHash } from '../../src/secrets/keyed-hash.js';
import { SealBrokenError, Sealing } from '../../src/secrets/sealing.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

const key = randomBytes(32);
const sealing = new Sealing([key]);
const now = new Date('2030-01-01T00:00:00Z');
let database: OpenTestDatabase;
let unitOfWork: UnitOfWork;

async function newTenant(): Promise<string> {
  const id = randomUUID();
  await database.dataSource.query('INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, $2, $2, $3)', [
    id,
    `tenant-${id}`,
    now,
  ]);
  return id;
}

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = new UnitOfWork(database.dataSource);
});
afterAll(() => database.close());

describe('the check of the encryption key', () => {
  test('takes the first key that it sees, then refuses any other', async () => {
    await checkEncryptionKey(database.dataSource, sealing, now);
    await checkEncryptionKey(database.dataSource, sealing, now);
    await expect(checkEncryptionKey(database.dataSource, new Sealing([randomBytes(32)]), now)).rejects.toThrow(
      WrongEncryptionKeyError,
    );
  });

  test('takes a new key together with the one that was used before, and neither without the other', async () => {
    const next = randomBytes(32);
    await checkEncryptionKey(database.dataSource, new Sealing([next, key]), now);
    await checkEncryptionKey(database.dataSource, new Sealing([key, next]), now);
    for (const alone of [next, key])
      await expect(checkEncryptionKey(database.dataSource, new Sealing([alone]), now)).rejects.toThrow(
        WrongEncryptionKeyError,
      );
    await database.dataSource.query('DELETE FROM encryption_key_check');
  });
});

async function makeDataKey(keys: DataKeys, tenantId: string): Promise<DataKey> {
  const { dataKey, stored } = keys.make(tenantId, now);
  await writeTogether(unitOfWork.reading, [stored], tenantId);
  return dataKey;
}

describe('a data key', () => {
  const context = { tenantId: 't', table: 'recipient', row: 'r', purpose: 'details' };

  test('opens, after it was read back, what it sealed', async () => {
    const tenantId = await newTenant();
    const made = await makeDataKey(new DataKeys(sealing), tenantId);
    const found = await new DataKeys(sealing).find(unitOfWork.reading, tenantId, made.id);
    expect(found?.open(made.seal('personal', context), context).toString()).toBe('personal');
  });

  test('is not found for another tenant', async () => {
    const tenantId = await newTenant();
    const keys = new DataKeys(sealing);
    const made = await makeDataKey(keys, tenantId);
    expect(await keys.find(unitOfWork.reading, await newTenant(), made.id)).toBeNull();
  });

  test('is gone for good once it is destroyed, also where it was remembered', async () => {
    const tenantId = await newTenant();
    const keys = new DataKeys(sealing);
    const made = await makeDataKey(keys, tenantId);
    expect(await keys.find(unitOfWork.reading, tenantId, made.id)).not.toBeNull();
    await unitOfWork.run((transaction) => keys.destroy(transaction, tenantId, made.id, now));
    expect(await keys.find(unitOfWork.reading, tenantId, made.id)).toBeNull();
    expect(await new DataKeys(sealing).find(unitOfWork.reading, tenantId, made.id)).toBeNull();
  });

  test('does not open when its row was put in another place', async () => {
    const tenantId = await newTenant();
    const keys = new DataKeys(sealing);
    const one = await makeDataKey(keys, tenantId);
    const other = await makeDataKey(keys, tenantId);
    await database.dataSource.query(
      'UPDATE data_key SET sealed = (SELECT sealed FROM data_key WHERE id = $1) WHERE id = $2',
      [one.id, other.id],
    );
    await expect(new DataKeys(sealing).find(unitOfWork.reading, tenantId, other.id)).rejects.toThrow(SealBrokenError);
  });
});

describe('a keyed hash', () => {
  const hash = (tenantId: string, domain: string, value: string, keyedHash = new KeyedHash(sealing)) =>
    unitOfWork.run((transaction) => keyedHash.of(transaction, tenantId, domain, value));

  test('is the same for the same value, in every instance of the service', async () => {
    const tenantId = await newTenant();
    expect(await hash(tenantId, 'email', 'john@example.com')).toEqual(
      await hash(tenantId, 'email', 'john@example.com'),
    );
  });

  test('differs by tenant, by kind of value and by value', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const hashes = [
      await hash(one, 'email', 'john@example.com'),
      await hash(other, 'email', 'john@example.com'),
      await hash(one, 'subject', 'john@example.com'),
      await hash(one, 'email', 'jane@example.com'),
    ].map((bytes) => bytes.toString('hex'));
    expect(new Set(hashes).size).toBe(4);
  });

  test('survives the rotation of the encryption key', async () => {
    const tenantId = await newTenant();
    const before = await hash(tenantId, 'email', 'john@example.com');
    const rotated = new KeyedHash(new Sealing([randomBytes(32), key]));
    expect(await hash(tenantId, 'email', 'john@example.com', rotated)).toEqual(before);
  });

  test('does not keep a key whose transaction rolled back', async () => {
    const tenantId = await newTenant();
    const keyedHash = new KeyedHash(sealing);
    let lost: Buffer | undefined;
    await expect(
      unitOfWork.run(async (transaction) => {
        lost = await keyedHash.of(transaction, tenantId, 'email', 'john@example.com');
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const kept = await hash(tenantId, 'email', 'john@example.com', keyedHash);
    expect(kept).not.toEqual(lost);
    expect(await hash(tenantId, 'email', 'john@example.com')).toEqual(kept);
  });

  test('does not keep it either where that transaction has used it twice', async () => {
    const tenantId = await newTenant();
    const keyedHash = new KeyedHash(sealing);
    await expect(
      unitOfWork.run(async (transaction) => {
        for (const email of ['john@example.com', 'jane@example.com'])
          await keyedHash.of(transaction, tenantId, 'email', email);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const kept = await keyedHash.of(unitOfWork.lookups, tenantId, 'email', 'john@example.com');
    expect(await hash(tenantId, 'email', 'john@example.com')).toEqual(kept);
  });
});
