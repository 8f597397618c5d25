import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { canBeOnePerson } from '../../../src/access/actor-origins.js';
import { destroysMore } from '../../../src/audit/erasure/erasure-subject.js';
import { ErasureRequestExpiry } from '../../../src/audit/erasure/two-persons/expire-requests.job.js';
import { erasureCommands } from '../../../src/cli/erasure-commands.js';
import { LoginWorld } from '../../signer-authentications/world.js';
import type { ApiAnswer } from '../../support/service/api-client.js';

interface Request {
  readonly id: string;
  readonly status: string;
  readonly mayConfirm: boolean;
  readonly erasureId: string | null;
}

const EMAIL = 'two@example.com';
const DAY = 86_400_000;

describe('an erasure where the tenant wants two people for it', () => {
  let world: LoginWorld;
  /** Two keys that the tenant's first key has made, and neither the other. */
  let asking: Record<string, string>;
  let confirming: Record<string, string>;
  let envelopes = 0;

  const keyMadeBy = async (by: Record<string, string> | undefined, scopes: readonly string[]): Promise<string> => {
    const made = await world.tenant.post('/v1/api-keys', { name: 'one of two', scopes }, by);
    expect(made.status).toBe(201);
    return (made.body as { key: string }).key;
  };
  const as = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
  const envelope = async (): Promise<string> => {
    envelopes += 1;
    const id = `env-two-${envelopes}`;
    await world.create({ envelope: { id }, recipient: { email: EMAIL } });
    return id;
  };
  const erase = (envelopeId: string, by = asking): Promise<ApiAnswer> =>
    world.tenant.post('/v1/erasures', { envelopeId, recipientEmail: EMAIL }, by);
  const decide = (answer: ApiAnswer, decision: 'confirm' | 'refuse', by = confirming): Promise<ApiAnswer> =>
    world.tenant.post(`/v1/erasure-requests/${(answer.body as Request).id}/${decision}`, undefined, by);
  const requestOf = async (answer: ApiAnswer, by = confirming): Promise<Request> =>
    (await world.tenant.get(`/v1/erasure-requests/${(answer.body as Request).id}`, by)).body as Request;
  const stepsOf = async (envelopeId: string): Promise<readonly string[]> => {
    const { body } = await world.tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`);
    const { events } = body as { events: { type: string }[] };
    return events.map(({ type }) => type).filter((type) => type.startsWith('erasure.') || type.endsWith('.erased'));
  };

  beforeAll(async () => {
    world = await LoginWorld.start();
    asking = as(await keyMadeBy(undefined, ['audit:erase', 'audit:read', 'keys:write']));
    confirming = as(await keyMadeBy(undefined, ['audit:erase', 'audit:read']));
    expect((await world.tenant.put('/v1/retention', { evidenceDays: null, twoPersonErasure: true })).body).toEqual({
      evidenceDays: null,
      twoPersonErasure: true,
    });
  });

  afterAll(async () => {
    await world.close();
  });

  it('is asked for by one, done by another, and the trail has each step', async () => {
    const id = await envelope();
    const asked = await erase(id);
    expect(asked).toMatchObject({
      status: 202,
      body: { status: 'pending', subject: { kind: 'recipient', envelopeId: id, recipientEmail: EMAIL } },
    });
    const { id: request } = asked.body as Request;
    expect(asked.headers.get('location')).toBe(`/v1/erasure-requests/${request}`);
    expect(await stepsOf(id)).toEqual(['erasure.requested']);
    expect((await requestOf(asked, asking)).mayConfirm).toBe(false);
    expect((await requestOf(asked)).mayConfirm).toBe(true);

    const confirmed = await decide(asked, 'confirm');
    expect(confirmed).toMatchObject({
      status: 200,
      body: { status: 'confirmed', mayConfirm: false, subject: { envelopeId: id, recipientEmail: null } },
    });
    expect((confirmed.body as Request).erasureId).not.toBeNull();
    expect(await stepsOf(id)).toEqual(['erasure.requested', 'erasure.confirmed', 'personal_data.erased']);
    const [row] = await world.service.app
      .get(DataSource)
      .query<object[]>('SELECT email_sealed, subject::text FROM erasure_request WHERE id = $1', [request]);
    expect(row).toMatchObject({ email_sealed: null });
    expect(JSON.stringify(row)).not.toContain(EMAIL);
    expect((await erase(id)).status).toBe(404);
    expect((await decide(asked, 'refuse')).body).toMatchObject({ code: 'erasure.request_ended' });
  });

  it('is not confirmed by whoever asked, nor with a key that they have made, rotated, or that made theirs', async () => {
    const id = await envelope();
    const asked = await erase(id);
    const own = await keyMadeBy(asking, ['audit:erase', 'keys:write']);
    const ownOfOwn = await keyMadeBy(as(own), ['audit:erase']);
    const all = ((await world.tenant.get('/v1/api-keys?limit=200')).body as { items: { id: string; name: string }[] })
      .items;
    const keyOf = (await requestOf(asked)) as Request & { requestedBy: { id: string } };
    const rotated = await world.tenant.post(`/v1/api-keys/${keyOf.requestedBy.id}/rotate`, { overlapSeconds: 3600 });
    expect(all.some(({ id: one }) => one === keyOf.requestedBy.id)).toBe(true);
    const inItsPlace = as((rotated.body as { key: string }).key);
    for (const by of [asking, as(own), as(ownOfOwn), inItsPlace, {}]) {
      expect((await requestOf(asked, by)).mayConfirm).toBe(false);
      expect(await decide(asked, 'confirm', by)).toMatchObject({ status: 403, body: { code: 'erasure.same_person' } });
    }
    expect(await stepsOf(id)).toEqual(['erasure.requested']);
    expect((await decide(asked, 'confirm')).status).toBe(200);
    asking = inItsPlace;
  });

  it('is refused by anybody, whoever asked included, and nothing is erased', async () => {
    const id = await envelope();
    const first = await erase(id);
    expect((await erase(id, confirming)).body).toMatchObject({
      code: 'erasure.already_requested',
      detail: `Request ${(first.body as Request).id} waits`,
    });
    expect((await decide(first, 'refuse', asking)).body).toMatchObject({ status: 'refused', erasureId: null });
    const second = await erase(id);
    expect((await decide(second, 'refuse')).status).toBe(200);
    expect((await decide(second, 'confirm')).status).toBe(409);
    const steps = ['erasure.requested', 'erasure.refused'];
    expect(await stepsOf(id)).toEqual([...steps, ...steps]);
  });

  it('ends when nobody confirms it within seven days, at once and in the trail soon after', async () => {
    const [id, other] = [await envelope(), await envelope()];
    const [asked, again] = [await erase(id), await erase(other)];
    world.service.clock.advance(7 * DAY);
    expect((await requestOf(asked)).status).toBe('expired');
    expect((await decide(asked, 'confirm')).body).toMatchObject({
      code: 'erasure.request_ended',
      detail: 'It is expired',
    });
    // Asked for again before anything has ended it.
    expect((await erase(other)).status).toBe(202);
    await world.service.app.get(ErasureRequestExpiry).work();
    expect(await stepsOf(id)).toEqual(['erasure.requested', 'erasure.expired']);
    expect(await stepsOf(other)).toEqual(['erasure.requested', 'erasure.expired', 'erasure.requested']);
    expect((await requestOf(again)).status).toBe('expired');
    const listed = await world.tenant.get('/v1/erasure-requests?status=expired', confirming);
    expect((listed.body as { items: Request[] }).items.map(({ id: one }) => one)).toEqual(
      expect.arrayContaining([asked, again].map(({ body }) => (body as Request).id)),
    );
  });

  it('takes two for a user of the tenant too, who may do no more than either of them', async () => {
    await world.tenant.post('/v1/roles', { name: 'reader', permissions: ['audit:read', 'keys:write'] });
    const invited = await world.tenant.post('/v1/users', {
      email: 'user@example.com',
      displayName: 'U',
      roles: ['reader'],
    });
    const { id: userId } = invited.body as { id: string };
    expect(invited.status).toBe(201);
    const asked = await world.tenant.post('/v1/erasures', { userId }, asking);
    expect(asked).toMatchObject({ status: 202, body: { subject: { kind: 'user', userId } } });
    expect((await world.tenant.get(`/v1/users/${userId}`)).body).toMatchObject({ email: 'user@example.com' });
    // One of the two lacks what the user may.
    expect((await decide(asked, 'confirm')).body).toMatchObject({ code: 'people.permission_lacking' });
    const other = as(await keyMadeBy(undefined, ['audit:erase', 'audit:read', 'keys:write']));
    expect((await decide(asked, 'confirm', other)).body).toMatchObject({ status: 'confirmed' });
    expect(JSON.stringify((await world.tenant.get(`/v1/users/${userId}`)).body)).not.toContain('user@example.com');
  });

  it('is asked for, listed and decided by commands, which say what to do next', async () => {
    const run = async (by: Record<string, string>, ...words: string[]): Promise<string> => {
      const said: string[] = [];
      const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
      process.env['COUNTERSIGN_API_KEY'] = by['authorization']?.slice('Bearer '.length);
      try {
        const commands = erasureCommands(() => world.service.settings);
        await commands.parseAsync(['node', 'erasures', ...words, '--url', world.tenant.url]);
      } finally {
        log.mockRestore();
        delete process.env['COUNTERSIGN_API_KEY'];
      }
      return said.join('\n');
    };
    const id = await envelope();
    const asked = await run(asking, 'erase', '--envelope', id, '--email', EMAIL);
    const request = /countersign erasures confirm (\S+)`/.exec(asked)?.[1] ?? '';
    expect(asked).toContain('nothing is erased before another one confirms it');
    expect(await run(asking, 'list')).toMatch(new RegExp(`${request}  pending  ${EMAIL} of .*by another person`));
    await expect(run(asking, 'confirm', request)).rejects.toThrow('You have asked for it yourself');
    expect(await run(confirming, 'list')).toMatch(new RegExp(`${request} .*you may`));
    expect(await run(confirming, 'confirm', request)).toBe(`${request} is confirmed.`);
    expect(await run(confirming, 'list')).not.toContain(request);
  });

  it('takes two to be switched off, or to keep evidence for a shorter time, and one for the contrary', async () => {
    const put = (body: object, by = asking) => world.tenant.put('/v1/retention', body, by);
    const now = async () => (await world.tenant.get('/v1/retention')).body;
    const shorter = await put({ evidenceDays: 30 });
    expect(shorter).toMatchObject({
      status: 202,
      body: { subject: { kind: 'retention', evidenceDays: 30, twoPersonErasure: true } },
    });
    expect((await put({ evidenceDays: null, twoPersonErasure: false })).body).toMatchObject({
      code: 'erasure.already_requested',
    });
    expect(await now()).toEqual({ evidenceDays: null, twoPersonErasure: true });
    expect((await decide(shorter, 'confirm')).status).toBe(200);
    expect(await now()).toEqual({ evidenceDays: 30, twoPersonErasure: true });
    expect((await put({ evidenceDays: 60 })).status).toBe(200);
    const off = await put({ evidenceDays: 60, twoPersonErasure: false });
    expect((await decide(off, 'confirm', asking)).status).toBe(403);
    const waiting = await erase(await envelope());
    expect((await decide(off, 'confirm')).body).toMatchObject({ status: 'confirmed', erasureId: null });
    expect(await now()).toEqual({ evidenceDays: 60, twoPersonErasure: false });

    // What waited is done with once the person is erased by one.
    const { envelopeId } = ((await requestOf(waiting)) as unknown as { subject: { envelopeId: string } }).subject;
    expect((await erase(envelopeId)).status).toBe(201);
    expect((await requestOf(waiting)).status).toBe('superseded');
    const changes = await world.tenant.get('/v1/audit-events?type=erasure.requested&limit=200');
    expect((changes.body as { items: { data: object }[] }).items.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'retention', evidenceDays: 60, twoPersonErasure: false }),
      ]),
    );
  });

  it('is nobody else’s, and every fault is named at once', async () => {
    const stranger = await world.service.newTenant();
    const { items } = (await world.tenant.get('/v1/erasure-requests', confirming)).body as { items: Request[] };
    expect((await stranger.get(`/v1/erasure-requests/${items[0]?.id ?? ''}`)).status).toBe(404);
    expect((await stranger.post(`/v1/erasure-requests/${items[0]?.id ?? ''}/refuse`)).status).toBe(404);
    const faulty = await world.tenant.put('/v1/retention', { evidenceDays: 0, twoPersonErasure: 'yes' });
    expect((faulty.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
      '$.evidenceDays',
      '$.twoPersonErasure',
    ]);
  });
});

describe('one person', () => {
  const behind = (themselves: readonly string[], makers: readonly string[] = []) => ({
    themselves: new Set(themselves),
    makers: new Set(makers),
  });

  it.each([
    ['two users', behind(['user:a']), behind(['user:b']), false],
    ['a user twice', behind(['user:a']), behind(['user:a']), true],
    ['a user, and a key that they have made', behind(['user:a']), behind(['api_key:k'], ['user:a']), true],
    [
      'two keys that the same user has made',
      behind(['api_key:k'], ['user:a']),
      behind(['api_key:l'], ['user:a']),
      false,
    ],
    ['a user, and an application that acts for them', behind(['user:a']), behind(['oauth_client:c', 'user:a']), true],
  ])('can or cannot be behind %s', (_who, one, other, can) => {
    expect([canBeOnePerson(one, other), canBeOnePerson(other, one)]).toEqual([can, can]);
  });
});

describe('a change of the retention', () => {
  const of = (evidenceDays: number | null, twoPersonErasure = true) => ({ evidenceDays, twoPersonErasure });

  it.each([
    [of(null), of(30), true],
    [of(30), of(29), true],
    [of(30), of(30), false],
    [of(30), of(31), false],
    [of(30), of(null), false],
    [of(30), of(30, false), true],
    [of(30, false), of(30), false],
  ])('from %j to %j destroys more: %s', (before, after, more) => {
    expect(destroysMore(before, after)).toBe(more);
  });
});
