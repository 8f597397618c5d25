import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { ReadReplica } from '../../database/read-replica.js';
import type { Reading } from '../../database/transaction.js';
import { EventStore } from './event.store.js';

const AS_OF = 'Countersign-As-Of';

/** Documents the header of an answer that a copy of the database may have given. */
export const asOfHeader = {
  [AS_OF]: {
    description: 'As of when the answer is complete. Absent: as of now.',
    schema: { type: 'string' as const, format: 'date-time' },
  },
};

/** Clocks of instances, which tell when an event occurred, and of the database differ by less. */
const CLOCKS_DIFFER = 5_000;

/** Reads lists from a copy of the database where there is one; a reader sees what they have done themselves. */
@Injectable()
export class RecentReads {
  constructor(
    private readonly replica: ReadReplica,
    private readonly events: EventStore,
  ) {}

  /** Adds `Countersign-As-Of` to the answer where the copy has given it. */
  async read<T>({ tenant, actor }: Principal, reply: FastifyReply, work: (reading: Reading) => Promise<T>): Promise<T> {
    const { result, asOf } = await this.replica.recent(work, (reading, since) =>
      this.events.hasActedSince(reading, tenant.id, actor.id, new Date(since.getTime() - CLOCKS_DIFFER)),
    );
    if (asOf !== null) void reply.header(AS_OF, asOf.toISOString());
    return result;
  }
}
