import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { sealedColumns } from '../../src/cli/key-commands.js';
import { forgetOtherKeys } from '../../src/secrets/encryption-key-check.js';
import { reEncrypt } from '../../src/secrets/re-encrypt.js';
import { readKeyUse } from '../../src/secrets/sealed-values.store.js';
import { SealBrokenError, Sealing } from '../../src/secrets/sealing.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

const former = randomBytes(32);
const next = randomBytes(32);
const formerOnly = new Sealing([former]);
const both = new Sealing([next, former]);
let world: LoginWorld;
let dataSource: DataSource;

beforeAll(async () => {
  // The service still seals with the former key, and opens what either has sealed: the first half of a rotation.
  world = await LoginWorld.start({
    ENCRYPTION_KEY: former.toString('base64'),
    ENCRYPTION_KEYS_PREVIOUS: next.toString('base64'),
  });
  dataSource = world.service.app.get(DataSource);
});
afterAll(() => world.close());

/** Every value in any table that bears the id of a key where sealed bytes have it. */
async function valuesSealedWith(keyId: string): Promise<readonly string[]> {
  const columns: { table_name: string; column_name: string }[] = await dataSource.query(
    `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'bytea'`,
  );
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const rows: unknown[] = await dataSource.query(
      `SELECT 1 FROM ${table} WHERE substring(${column} FROM 2 FOR 8) = decode($1, 'hex')`,
      [keyId],
    );
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

describe('re-encryption', () => {
  test('reaches everything that the former key has sealed, in whatever table, and what is under way goes on', async () => {
    const done = await world.create();
    await world.logIn(new SignerBrowser(), done.signInUrl, 'openid', 'john');
    const open = await world.create({ envelope: { id: 'env-2' } });
    const browser = new SignerBrowser();
    await browser.open(open.signInUrl);
    await browser.click('button[name=provider][value=openid]');

    const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(await valuesSealedWith(formerOnly.currentKeyId)).toEqual(
      expect.arrayContaining(['attempt.secrets', 'attempt.report', 'credential.sealed', 'data_key.sealed']),
    );
    await reEncrypt(dataSource, both, sealedColumns);
    expect(await valuesSealedWith(formerOnly.currentKeyId)).toEqual(['encryption_key_check.check_value']);
    expect(listed).toEqual(expect.arrayContaining([...(await valuesSealedWith(both.currentKeyId))]));
    await forgetOtherKeys(dataSource, both);
    expect(await valuesSealedWith(formerOnly.currentKeyId)).toEqual([]);

    await browser.click('#account-john');
    expect((await world.read(open.id)).status).toBe('succeeded');
    expect((await world.read(done.id)).outcome.verdicts).not.toHaveLength(0);
  });

  test('goes on where it was stopped, and ends at once when nothing is left', async () => {
    const later = new Sealing([randomBytes(32), next, former]);
    let steps = 0;
    const stop = new Error('stopped');
    await expect(
      reEncrypt(dataSource, later, sealedColumns, () => {
        steps += 1;
        if (steps === 2) throw stop;
      }),
    ).rejects.toThrow(stop);
    await reEncrypt(dataSource, later, sealedColumns);
    const keyIds = (await readKeyUse(dataSource, sealedColumns)).flatMap(({ valuesByKeyId }) => [
      ...valuesByKeyId.keys(),
    ]);
    expect(new Set(keyIds)).toEqual(new Set([later.currentKeyId]));
    const before = steps;
    await reEncrypt(dataSource, later, sealedColumns, () => (steps += 1));
    expect(steps).toBe(before);
  });

  test('stops at a value that no configured key opens', async () => {
    await expect(reEncrypt(dataSource, new Sealing([randomBytes(32)]), sealedColumns)).rejects.toThrow(SealBrokenError);
  });
});
