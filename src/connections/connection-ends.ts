import { Injectable } from '@nestjs/common';
import type { Lookups } from '../database/transaction.js';
import type { ConnectionReference } from './connection.js';

/** When a connection ends by itself, for a reason that no statement can read. */
interface ConnectionEnd extends ConnectionReference {
  readonly expiresAt: Date;
}

/** @param tenantId null: of all tenants */
type ReadEnds = (reading: Lookups, tenantId: string | null) => Promise<readonly ConnectionEnd[]>;

/** Ends of connections that stand in certificates. Rooms that keep such certificates register when they start. */
@Injectable()
export class ConnectionEnds {
  private readonly readers: ReadEnds[] = [];

  register(read: ReadEnds): void {
    this.readers.push(read);
  }

  /** As JSON, for `jsonb_to_recordset`. @param tenantId null: of all tenants */
  async asJson(reading: Lookups, tenantId: string | null): Promise<string> {
    const ends: ConnectionEnd[] = [];
    // One after the other: a transaction has one connection.
    for (const read of this.readers) ends.push(...(await read(reading, tenantId)));
    return JSON.stringify(ends.map(({ kind, id, expiresAt }) => ({ kind, id, ends: expiresAt.toISOString() })));
  }
}
