import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { EvidenceRetention } from '../../../src/audit/erasure/evidence-retention.js';
import { ErasureReplayer } from '../../../src/audit/erasure/replay-erasures.js';
import { envelopeStreamId } from '../../../src/audit/format/stream.js';
import { LoginWorld } from '../../signer-authentications/world.js';
import { SignerBrowser } from '../../support/signer-browser.js';

interface Erased {
  readonly id: string;
  readonly dataKeyIds: readonly string[];
}

describe('erasing a recipient of an envelope', () => {
  let world: LoginWorld;
  let rows: (query: string) => Promise<readonly Record<string, unknown>[]>;

  beforeAll(async () => {
    world = await LoginWorld.start();
    rows = (query) => world.service.app.get(DataSource).query<readonly Record<string, unknown>[]>(query);
  });

  afterAll(async () => {
    await world.close();
  });

  const leavesOf = async (envelopeId: string) => {
    const trail = (await world.tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`)).body;
    return (trail as { events: { type: string; leafHash: string }[] }).events;
  };

  it('destroys values, evidence, keys, tokens and stored answers, and leaves every leaf as it was', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-erase' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'oauth', 'john');
    const pending = await world.create({ envelope: { id: 'env-erase' }, workstep: { id: 'ws-2' } });
    const before = await leavesOf('env-erase');

    const erased = await world.tenant.post('/v1/erasures', {
      envelopeId: 'env-erase',
      recipientEmail: 'john@EXAMPLE.com',
    });
    expect(erased.status).toBe(201);
    const { dataKeyIds } = erased.body as Erased;

    expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({
      status: 'succeeded',
      recipient: null,
      outcome: null,
    });
    expect((await world.tenant.get(`/v1/signer-authentications/${pending.id}`)).body).toMatchObject({
      status: 'cancelled',
      recipient: null,
    });
    expect((await new SignerBrowser().open(pending.signInUrl)).status).toBe(410);

    const after = await leavesOf('env-erase');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map(({ type }) => type)).toEqual([
      'signer_authentication.cancelled',
      'personal_data.erased',
    ]);
    const left = await rows(
      `SELECT (SELECT count(*) FROM audit_disclosure WHERE data_key_id = '${dataKeyIds[0] ?? ''}') AS disclosures,
              (SELECT count(*) FROM audit_evidence WHERE data_key_id = '${dataKeyIds[0] ?? ''}') AS evidence,
              (SELECT count(*) FROM data_key WHERE id = '${dataKeyIds[0] ?? ''}' AND sealed IS NOT NULL) AS keys,
              (SELECT count(*) FROM signer_authentication WHERE id IN ('${id}', '${pending.id}')
                 AND (details IS NOT NULL OR outcome IS NOT NULL OR token_sealed IS NOT NULL OR subject_hash IS NOT NULL)) AS personal`,
    );
    expect(left).toEqual([{ disclosures: '0', evidence: '0', keys: '0', personal: '0' }]);
  });

  it('finds nothing the second time, and nobody of another tenant', async () => {
    const body = { envelopeId: 'env-erase', recipientEmail: 'john@example.com' };
    expect((await world.tenant.post('/v1/erasures', body)).status).toBe(404);
    await world.create({ envelope: { id: 'env-other-tenant' } });
    const stranger = await world.service.newTenant();
    expect(
      (await stranger.post('/v1/erasures', { envelopeId: 'env-other-tenant', recipientEmail: 'john@example.com' }))
        .status,
    ).toBe(404);
  });

  it('does not touch another recipient of the same envelope, and lets the erased one come again under a new key', async () => {
    const envelope = { id: 'env-erase-one' };
    const john = await world.create({ envelope });
    const jane = await world.create({ envelope, recipient: { email: 'jane@example.com', firstName: 'Jane' } });
    await world.tenant.post('/v1/erasures', { envelopeId: envelope.id, recipientEmail: 'john@example.com' });
    expect((await world.read(jane.id)).recipient.firstName).toBe('Jane');
    const again = await world.create({ envelope, workstep: { id: 'ws-2' } });
    expect((await world.read(again.id)).recipient.email).toBe('john@example.com');
    expect((await world.tenant.get(`/v1/signer-authentications/${john.id}`)).body).toMatchObject({ recipient: null });
  });

  it('is carried out again when an older database is restored', async () => {
    const { id } = await world.create({ envelope: { id: 'env-restore' } });
    const saved = await rows(`SELECT r.email_hash, r.id, k.sealed, k.id AS key, s.details FROM signer_authentication s
      JOIN envelope_recipient r ON r.id = s.recipient_id JOIN data_key k ON k.id = r.data_key_id WHERE s.id = '${id}'`);
    const erased = await world.tenant.post('/v1/erasures', {
      envelopeId: 'env-restore',
      recipientEmail: 'john@example.com',
    });
    const list = readFileSync(join(world.service.settings.DATA_DIR, 'erasures.jsonl'), 'utf8');
    expect(list).toContain((erased.body as Erased).id);
    expect(list).not.toContain('john');

    // What a restore brings back: the rows as they were, and no row that tells of the erasure.
    const database = world.service.app.get(DataSource);
    const old = saved[0] as { email_hash: Buffer; id: string; sealed: Buffer; key: string; details: Buffer };
    await database.query('UPDATE data_key SET sealed = $2, destroyed_at = NULL WHERE id = $1', [old.key, old.sealed]);
    await database.query('UPDATE envelope_recipient SET email_hash = $2, erased_at = NULL WHERE id = $1', [
      old.id,
      old.email_hash,
    ]);
    await database.query('UPDATE signer_authentication SET details = $2 WHERE id = $1', [id, old.details]);
    await database.query('DELETE FROM erasure WHERE id = $1', [(erased.body as Erased).id]);

    expect(await world.service.app.get(ErasureReplayer).run()).toBe(1);
    expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({ recipient: null });
    expect(await world.service.app.get(ErasureReplayer).run()).toBe(0);
  });

  it('stays in the list where the restored database does not know the person, and keeps no other from being carried out', async () => {
    const file = join(world.service.settings.DATA_DIR, 'erasures.jsonl');
    const listed = () => readFileSync(file, 'utf8').trimEnd().split('\n');
    const [last = ''] = listed().slice(-1);
    const streamId = envelopeStreamId((JSON.parse(last) as { tenantId: string }).tenantId, 'env-after-the-restore');
    const unknown = { ...JSON.parse(last), id: randomUUID(), streamId, dataKeyIds: [randomUUID()] } as Erased;
    // Whoever is erased after it is not left for later.
    const { id } = await world.create({ envelope: { id: 'env-restore-2' } });
    const key = await rows(`SELECT data_key_id AS id, r.envelope_id AS stream FROM envelope_recipient r
      JOIN signer_authentication s ON s.recipient_id = r.id WHERE s.id = '${id}'`);
    const missing = { ...unknown, id: randomUUID(), streamId: key[0]?.['stream'], dataKeyIds: [key[0]?.['id']] };
    appendFileSync(file, `${JSON.stringify(unknown)}\n${JSON.stringify(missing)}\n`);

    expect(await world.service.app.get(ErasureReplayer).run()).toBe(1);
    expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({ recipient: null });
    expect(listed().map((line) => (JSON.parse(line) as Erased).id)).toContain(unknown.id);
    expect(await world.service.app.get(ErasureReplayer).run()).toBe(0);
    expect(listed().map((line) => (JSON.parse(line) as Erased).id)).toContain(unknown.id);
  });
});

describe('the retention of raw evidence', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('destroys evidence that is older than the tenant wants it, once, and records that it did', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-retention' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const database = world.service.app.get(DataSource);
    const pieces = async () =>
      Number((await database.query<{ count: string }[]>('SELECT count(*) FROM audit_evidence'))[0]?.count);
    const stored = await pieces();
    expect(stored).toBeGreaterThan(0);
    expect((await world.tenant.get('/v1/retention')).body).toEqual({ evidenceDays: null, twoPersonErasure: false });
    const { headers } = await world.tenant.get('/v1/retention');
    const asRead = { 'if-match': headers.get('etag') ?? '' };
    expect((await world.tenant.put('/v1/retention', { evidenceDays: 30 }, asRead)).status).toBe(200);
    // Somebody who has read what was before destroys nothing that the other wanted kept.
    const late = await world.tenant.put('/v1/retention', { evidenceDays: 1 }, asRead);
    expect([late.status, (late.body as { code: string }).code]).toEqual([412, 'request.precondition_failed']);
    expect((await world.tenant.put('/v1/retention', { evidenceDays: 30 })).status).toBe(200);
    const changes = (await world.tenant.get('/v1/audit-events?type=retention.changed')).body;
    expect(changes).toMatchObject({
      items: [{ actor: { type: 'api_key' }, data: { evidenceDays: 30, before: null } }],
    });
    expect((changes as { items: unknown[] }).items).toHaveLength(1);

    const retention = world.service.app.get(EvidenceRetention);
    world.service.clock.advance(29 * 86_400_000);
    await retention.run();
    expect(await pieces()).toBe(stored);
    world.service.clock.advance(2 * 86_400_000);
    await Promise.all([retention.run(), retention.run()]);
    expect(await pieces()).toBe(0);

    const events = (await world.tenant.get('/v1/audit-events?type=evidence.destroyed')).body as {
      items: { data: object }[];
    };
    expect(events.items).toHaveLength(1);
    expect(events.items[0]?.data).toMatchObject({ days: 30, pieces: stored });
    expect((await world.read(id)).outcome.provider).toBe('openid');

    // After a long pause month by month: one statement over years would end at its time limit, each time anew.
    const later = await world.create({ envelope: { id: 'env-retention-2' } });
    await world.logIn(new SignerBrowser(), later.signInUrl, 'openid', 'john');
    expect(await pieces()).toBe(stored);
    world.service.clock.advance(200 * 86_400_000);
    expect(await retention.run()).toBe(7);
    expect(await pieces()).toBe(0);
    expect(await retention.run()).toBe(0);
  });

  it.each([0, -1, 1.5, 'thirty', 40_000])('is refused when it is %s days', async (evidenceDays) => {
    const answer = await world.tenant.put('/v1/retention', { evidenceDays });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.evidenceDays' }] } });
  });
});
