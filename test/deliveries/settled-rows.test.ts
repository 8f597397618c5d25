import { describe, expect, it } from '@jest/globals';
import type { DeliveryEnd } from '../../src/deliveries/sending/delivery-results.js';
import { SettledRows } from '../../src/deliveries/sending/settled-rows.js';

const NOW = new Date('2026-01-01T00:00:10.000Z');
const AT = new Date('2026-01-01T00:00:00.000Z');
const of = (listener: string) => ({ listener_id: listener, tenant_id: 't', lease: 'l' });
const authentication = { standardWebhooks: ['k'] };

function end(name: string, differs: Partial<DeliveryEnd> = {}, made: object = {}): DeliveryEnd {
  return {
    result: {
      delivery: { id: `delivery-${name}`, tries: 0, event: { streamId: `stream-${name}` } },
      made: {
        ...{ id: `try-${name}`, at: AT, durationMs: 7, status: 204, path: null, answer: null, authentication },
        verdict: { kind: 'accepted' },
        ...made,
      },
      erased: false,
    },
    ...{ status: 'delivered', code: null, round: 0, roundBeganAt: AT, retryAt: null, counts: true },
    ...differs,
  } as unknown as DeliveryEnd;
}

function settled(...listeners: readonly (readonly { readonly end: DeliveryEnd; readonly answer: string | null }[])[]) {
  const rows = new SettledRows();
  for (const [index, ends] of listeners.entries()) rows.add(of(`listener-${index}`), ends);
  const [said, now, ...arrays] = rows.parameters(NOW);
  return { said: JSON.parse(said as string) as Record<string, unknown>[], now, arrays: arrays as string[] };
}

const plain = (name: string) => ({ end: end(name), answer: null });

describe('what became of deliveries', () => {
  it('is said once for all that differ by ids and times, and each has its own of those', () => {
    const later = new Date('2026-01-01T00:00:01.000Z');
    const second = { end: end('b', { roundBeganAt: later }, { at: later, durationMs: 9 }), answer: null };
    const { said, now, arrays } = settled([plain('a'), second]);
    expect(said).toEqual([
      {
        ...{ place: 0, ...of('listener-0'), outcome: 'delivered', code: null, round: 0, begins: true },
        ...{ round_began_at: AT.toISOString(), retry_at: null, counts: 1, erased: false, status: 204 },
        ...{ try_code: null, detail: null, path: null, authentication, answer: null },
      },
    ]);
    expect(now).toBe(NOW);
    expect(arrays).toEqual([
      '{delivery-a,delivery-b}',
      '{stream-a,stream-b}',
      '{try-a,try-b}',
      '{1,1}',
      `{${AT.toISOString()},${later.toISOString()}}`,
      '{7,9}',
      '{0,0}',
    ]);
  });

  it('is never said for another listener', () => {
    const { said, arrays } = settled([plain('a')], [plain('b')]);
    expect(said.map((one) => one['listener_id'])).toEqual(['listener-0', 'listener-1']);
    expect(arrays.at(-1)).toBe('{0,1}');
  });

  const refused = { kind: 'refused', code: 'delivery.http_error', detail: 'half \ud83d of\0', retryAfter: null };
  it.each([
    ['was refused', end('b', { status: 'failed', code: 'delivery.http_error', retryAt: NOW }, { verdict: refused })],
    ['had another status', end('b', {}, { status: 200 })],
    ['began earlier', end('b', { roundBeganAt: NOW })],
    ['is of another round', end('b', { round: 3 })],
    ['authenticated otherwise', end('b', {}, { authentication: { standardWebhooks: ['other'] } })],
  ])('is said by itself for one that %s', (_, other) => {
    const { said, arrays } = settled([plain('a'), { end: other, answer: null }, plain('c')]);
    expect(arrays.at(-1)).toBe('{0,1,2}');
    expect(said[1]).toMatchObject({
      ...{ outcome: other.status, status: other.result.made.status, round: other.round, code: other.code },
      ...{ authentication: other.result.made.authentication, begins: other.roundBeganAt === AT },
    });
    expect(said[1]?.['detail'] ?? null).toBe('detail' in other.result.made.verdict ? 'half \ufffd of\ufffd' : null);
  });

  it('is said by itself for one whose answer is kept', () => {
    const { said, arrays } = settled([plain('a'), { end: end('b'), answer: 'c2VhbGVk' }]);
    expect(arrays.at(-1)).toBe('{0,1}');
    expect(said[1]?.['answer']).toBe('c2VhbGVk');
  });
});
