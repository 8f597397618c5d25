import { expect, test } from '@jest/globals';
import { type CheckedRow, compareEvent } from '../../../src/audit/check/compare-event.js';
import { Difference } from '../../../src/audit/check/difference.js';
import { leafHashHex } from '../../../src/audit/log/leaf-hash.js';

const tenant = '0d9b8bd4-8f4b-4a27-9a4c-0a6e5f1f0c11';

const compared = (stored: string, time: string) => {
  const actor = { id: 'sequencer', type: 'system' };
  const leaf = JSON.stringify({
    actor,
    id: 'one',
    previous: null,
    sequence: 1,
    stream: 'tenant',
    tenant,
    time,
    type: 't',
  });
  const row: CheckedRow = {
    id: 'one',
    tenant_id: tenant,
    stream_id: tenant,
    sequence: '1',
    type: 't',
    occurred_at: stored,
    actor_type: actor.type,
    actor_id: actor.id,
    leaf,
    leaf_hash: leafHashHex(leaf),
  };
  return compareEvent(row, null);
};

test.each([
  ['2026-11-28 18:05:09', '2026-11-28T18:05:09.000Z'],
  ['2026-11-28 18:05:09.1', '2026-11-28T18:05:09.100Z'],
  ['2026-11-28 18:05:09.12', '2026-11-28T18:05:09.120Z'],
  ['2026-11-28 18:05:09.123', '2026-11-28T18:05:09.123Z'],
])('takes %s, as PostgreSQL writes it, for %s of the leaf', (stored, time) => {
  expect(compared(stored, time).leaf['time']).toBe(time);
});

test.each([
  ['2026-11-28 18:05:09.124', 'a millisecond later'],
  ['2026-11-28 18:05:09.123001', 'a microsecond later'],
  ['2026-11-29 18:05:09.123', 'a day later'],
])('refuses the time %s of a row, %s than the leaf says', (stored) => {
  expect(() => compared(stored, '2026-11-28T18:05:09.123Z')).toThrow(Difference);
});
