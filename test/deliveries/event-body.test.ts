import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { type DeliverableEvent, eventBody } from '../../src/deliveries/bodies/event-body.js';

const updated = (data: DeliverableEvent['leaf']['data']): Record<string, unknown> => {
  const leaf = {
    type: 'recipient.updated',
    time: '2026-11-28T00:00:00.000Z',
    sequence: 3,
    correlationId: randomUUID(),
    data,
  };
  const event = {
    ...{ id: randomUUID(), tenantId: randomUUID(), tenantName: 'a'.repeat(63), streamId: randomUUID() },
    ...{ envelopeId: 'e'.repeat(500), leafIndex: 9, leafHash: 'f'.repeat(64) },
    leaf: { ...leaf, signerAuthenticationId: randomUUID() },
  };
  const body = eventBody(event, 'w'.repeat(500));
  expect(Buffer.byteLength(body)).toBeLessThan(4096);
  return (JSON.parse(body) as { data: Record<string, unknown> }).data;
};

it('names the other authentications that an update of a recipient has reached, and stays thin', () => {
  const ids = Array.from({ length: 1000 }, () => randomUUID());
  expect(updated({ provider: 'p', propagatedTo: [] })).not.toHaveProperty('propagatedTo');
  expect(updated({ provider: 'p', propagatedTo: ids.slice(0, 2) })).toMatchObject({ propagatedTo: ids.slice(0, 2) });
  expect(updated({ provider: 'p', propagatedTo: ids, propagatedToCount: 1234 })).toMatchObject({
    propagatedTo: ids.slice(0, 50),
    propagatedToCount: 1234,
  });
});
