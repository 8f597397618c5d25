import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verify } from '../../listener/src/index.js';
import { BODY, EVENT, SECRET, signed } from './signed.js';

const options = { secrets: [SECRET] };
const ago = (seconds: number) => signed(BODY, { at: new Date(Date.now() - seconds * 1000) });

describe('The time of a try', () => {
  it.each([
    ['timestamp_too_old', ago(310)],
    ['timestamp_too_new', ago(-310)],
  ])('refuses with %s what is 310 s away', async (code, headers) => {
    await expect(verify({ headers, body: BODY }, options)).rejects.toMatchObject({ code, status: 401 });
  });

  it('takes what is 290 s away, and more where the receiver allows it', async () => {
    expect(await verify({ headers: ago(290), body: BODY }, options)).toMatchObject({ verifiedBy: 'v1' });
    expect(await verify({ headers: ago(900), body: BODY }, { ...options, toleranceSeconds: 1000 })).toMatchObject({
      event: EVENT,
    });
  });
});

describe('A replay store', () => {
  it('calls the second delivery of an event a duplicate, also when both arrive together', async () => {
    const replayStore = new Set<string>();
    const both = await Promise.all(
      [0, 1].map(() => verify({ headers: signed(), body: BODY }, { ...options, replayStore })),
    );
    expect(both.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
    const again = await verify({ headers: signed(), body: BODY }, { ...options, replayStore });
    expect(again).toMatchObject({ duplicate: true, event: EVENT, id: 'event-1' });
  });

  it('leaves it to one of two when a store over a network says that the id was there', async () => {
    const ids = new Set<string>();
    const replayStore = {
      has: () => Promise.resolve(false),
      add: (id: string) => Promise.resolve(!ids.has(id) && ids.add(id) === ids),
      delete: (id: string) => Promise.resolve(ids.delete(id)),
    };
    const both = await Promise.all(
      [0, 1].map(() => verify({ headers: signed(), body: BODY }, { ...options, replayStore })),
    );
    expect(both.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
  });

  it('takes the next try as new once the event was released', async () => {
    const replayStore = new Set<string>();
    const first = await verify({ headers: signed(), body: BODY }, { ...options, replayStore });
    await first.release();
    expect(await verify({ headers: signed(), body: BODY }, { ...options, replayStore })).toMatchObject({
      duplicate: false,
    });
  });

  it('learns nothing from a delivery that was refused', async () => {
    const replayStore = new Set<string>();
    await expect(verify({ headers: ago(400), body: BODY }, { ...options, replayStore })).rejects.toThrow();
    expect(replayStore.size).toBe(0);
  });
});

describe('What is signed', () => {
  it('gives the receipt that the sender compares with the body it sent', async () => {
    const { receipt } = await verify({ headers: signed(), body: BODY }, options);
    expect(receipt).toBe(createHash('sha256').update(BODY).digest('hex'));
  });

  it.each(['', '[]', '{"type":"x"}', '{"type":"x","timestamp":"t","data":{}}', 'text'])(
    'is no event as %j',
    async (body) => {
      await expect(verify({ headers: signed(body), body }, options)).rejects.toMatchObject({ code: 'not_an_event' });
    },
  );

  it('is no event in bytes that are not UTF-8', async () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const { createHmac } = await import('node:crypto');
    const time = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', Buffer.alloc(32, 5)).update(`event-1.${time}.`).update(bytes).digest('base64');
    const headers = { 'webhook-id': 'event-1', 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` };
    await expect(verify({ headers, body: bytes }, options)).rejects.toMatchObject({ code: 'not_an_event' });
  });
});

describe('Options that would verify nothing', () => {
  it.each([
    [{}, /secrets, publicKey and docusignKeys/],
    [{ secrets: [] }, /secrets, publicKey and docusignKeys/],
    [{ secrets: ['whsec_c2hvcnQ='] }, /^secrets\[0\] must be/],
    [{ secrets: [SECRET, 'not base64!'] }, /^secrets\[1\] must be/],
    [{ docusignKeys: [''] }, /^docusignKeys\[0\] must not be empty/],
    [{ secrets: [SECRET], toleranceSeconds: Number.NaN }, /^toleranceSeconds must be a number/],
    [{ secrets: [SECRET], maximumBytes: Number.NaN }, /^maximumBytes must be a number/],
    [{ publicKey: 'whpk_AAAA' }, /^publicKey\[0\] must be an Ed25519 public key/],
  ])('are refused before the request is read: %j', async (wrong, message) => {
    await expect(verify({ headers: signed(), body: BODY }, wrong)).rejects.toThrow(message);
    await expect(verify({ headers: signed(), body: BODY }, wrong)).rejects.toBeInstanceOf(TypeError);
  });
});
