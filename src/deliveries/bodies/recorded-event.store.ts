import { Injectable } from '@nestjs/common';
import { type ReadLeaf, readLeaf } from '../../audit/format/leaf.schema.js';
import type { Reading } from '../../database/transaction.js';

/** An event of the trail that tells something about another one. */
export interface Told {
  readonly id: string;
  readonly leaf: ReadLeaf;
}

/**
 * What of the trail bodies are made from, besides the event itself. Found by streams and leaves, which are of one tenant each:
 * the deliveries of several tenants are made together.
 */
@Injectable()
export class RecordedEventStore {
  /** Data keys that were destroyed with the persons of these streams. */
  async destroyedKeys(reading: Reading, streamIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { data_key_ids: string[] }[] = await reading.query(
      'SELECT data_key_ids FROM erasure WHERE stream_id = ANY($1::uuid[])',
      [streamIds],
    );
    return new Set(rows.flatMap((row) => row.data_key_ids));
  }

  /** The workstep of each of these signer authentications, as its creation says. */
  async worksteps(
    reading: Reading,
    streamIds: readonly string[],
    authenticationIds: readonly string[],
  ): Promise<readonly { readonly id: string; readonly workstep: string | null }[]> {
    return reading.query<{ id: string; workstep: string | null }[]>(
      `SELECT leaf::jsonb ->> 'signerAuthenticationId' AS id, leaf::jsonb -> 'data' ->> 'workstep' AS workstep
       FROM audit_event
       WHERE stream_id = ANY($1::uuid[]) AND type = 'signer_authentication.created'
         AND leaf::jsonb ->> 'signerAuthenticationId' = ANY($2::text[])`,
      [streamIds, authenticationIds],
    );
  }

  /** Ids of the events of all leaves from one on, by their index. */
  async eventsAt(reading: Reading, from: number): Promise<ReadonlyMap<number, string>> {
    const rows: { index: string; event_id: string }[] = await reading.query(
      'SELECT index, event_id FROM audit_leaf WHERE index >= $1',
      [from],
    );
    return new Map(rows.map(({ index, event_id: id }) => [Number(index), id]));
  }

  /** Events of some types of a stream up to one, in their order. */
  async upTo(reading: Reading, streamId: string, sequence: number, types: readonly string[]): Promise<readonly Told[]> {
    const rows: { id: string; leaf: string }[] = await reading.query(
      `SELECT id, leaf FROM audit_event
       WHERE stream_id = $1 AND sequence <= $2 AND type = ANY($3::text[]) ORDER BY sequence`,
      [streamId, sequence, types],
    );
    return rows.map(({ id, leaf }) => ({ id, leaf: readLeaf(leaf) }));
  }
}
