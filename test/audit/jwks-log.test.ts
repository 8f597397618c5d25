import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { JwksLog } from '../../src/audit/jwks/jwks-log.js';
import { writeTogether } from '../../src/database/write-together.js';
import { AuditParts } from './support/audit-parts.js';

async function makeKey(kid: string): Promise<JWK> {
  return { ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)), kid };
}

describe('key sets of providers', () => {
  let parts: AuditParts;
  let keys: JWK[];
  const provider = { id: randomUUID(), name: 'id-austria' };

  beforeAll(async () => {
    parts = await AuditParts.open(null);
    keys = await Promise.all(['k1', 'k2', 'k3'].map(makeKey));
  });
  afterAll(async () => {
    await parts.close();
  });

  const use = async (log: JwksLog, set: readonly unknown[], used: JWK, of = provider, fails = false) => {
    const jwkThumbprint = await calculateJwkThumbprint(used, 'sha256');
    return parts.unitOfWork.run(async (transaction) => {
      const about = parts.event('tenant');
      const { events, writes } = await log.firstUse(
        transaction,
        { tenantId: parts.tenantId, provider: of, issuer: 'https://idp.example', jwks: { keys: set }, jwkThumbprint },
        about,
      );
      await writeTogether(transaction, writes, of.id);
      await parts.recorder.record(transaction, events);
      if (fails) throw new Error('rolled back');
      return events;
    });
  };

  test('are logged when a login first relies on them, with every key by its thumbprint', async () => {
    const log = new JwksLog();
    const events = await use(log, [keys[0], keys[1]], keys[1]!);
    const thumbprints = await Promise.all([keys[1]!, keys[0]!].map((key) => calculateJwkThumbprint(key, 'sha256')));
    expect(events).toEqual([
      expect.objectContaining({
        type: 'jwks.first_used',
        stream: 'tenant',
        data: expect.objectContaining({
          provider: 'id-austria',
          keys: [
            { thumbprint: thumbprints[0], kid: 'k2', kty: 'EC' },
            { thumbprint: thumbprints[1], kid: 'k1', kty: 'EC' },
          ],
        }),
      }),
    ]);
  });

  test('are logged once, also by another instance and with the keys in another order', async () => {
    const log = new JwksLog();
    const own = { id: randomUUID(), name: 'once' };
    expect(await use(log, [keys[0], keys[1]], keys[0]!, own)).toHaveLength(1);
    expect(await use(log, [keys[0], keys[1]], keys[1]!, own)).toEqual([]);
    expect(await use(new JwksLog(), [keys[1], keys[0]], keys[0]!, own)).toEqual([]);
    expect(await use(log, [keys[0], keys[1]], keys[0]!, own)).toEqual([]);
  });

  test('are logged again when a key is added, and for each provider', async () => {
    const log = new JwksLog();
    const own = { id: randomUUID(), name: 'rotating' };
    expect(await use(log, [keys[0]], keys[0]!, own)).toHaveLength(1);
    expect(await use(log, [keys[0], keys[2]], keys[2]!, own)).toHaveLength(1);
    expect(await use(log, [keys[0]], keys[0]!, { id: randomUUID(), name: 'other' })).toHaveLength(1);
  });

  test('stay to be logged when the login that first relied on them rolls back', async () => {
    const log = new JwksLog();
    const own = { id: randomUUID(), name: 'rolling back' };
    await expect(use(log, [keys[0]], keys[0]!, own, true)).rejects.toThrow('rolled back');
    expect(await use(log, [keys[0]], keys[0]!, own)).toHaveLength(1);
  });

  test('with garbage and hundreds of keys still fit into one leaf, the used key among them', async () => {
    const many = await Promise.all(Array.from({ length: 300 }, (_, index) => makeKey(`k${index}`.repeat(100))));
    const set = [null, 'key', { kty: 'unheard-of' }, ...many];
    const own = { id: randomUUID(), name: 'many' };
    const [event] = await use(new JwksLog(), set, many[299]!, own);
    const used = await calculateJwkThumbprint(many[299]!, 'sha256');
    expect(event?.data.keys).toHaveLength(200);
    expect(event?.data.keys).toContainEqual(expect.objectContaining({ thumbprint: used }));
  });
});
