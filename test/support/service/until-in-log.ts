import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.js';

/** Waits until a checkpoint holds every event of an envelope. */
export async function untilInLog(client: ApiClient, envelopeId: string): Promise<void> {
  const { body } = await client.get(`/v1/envelopes/${envelopeId}/audit-trail`);
  const { leafHash } = (body as { closing: { leafHash: string } }).closing;
  while ((await client.get(`/v1/audit/proofs/inclusion?leafHash=${leafHash}`)).status !== 200) await sleep(100);
}
