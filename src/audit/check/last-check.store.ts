import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';

/** How a check of the log ended. */
export interface LastCheck {
  /** When it began. */
  readonly checkedAt: Date;
  /** Name of the machine that ran it. */
  readonly host: string;
  /** Whether what is sealed beside events was opened too. */
  readonly sealed: boolean;
  /** Events that were in order; null: there was a difference. */
  readonly events: number | null;
  /** How many of all events the log held; null: there was a difference. */
  readonly leaves: number | null;
  /** The first thing that was not as it has to be, with its place; null: everything was in order. */
  readonly difference: string | null;
}

/** `whole`: everything was recomputed. `new`: what was new since an earlier check. */
export type CheckExtent = 'whole' | 'new';

interface CheckRow {
  readonly extent: CheckExtent;
  readonly checked_at: Date;
  readonly host: string;
  readonly sealed: boolean;
  readonly events: string | null;
  readonly leaves: string | null;
  readonly difference: string | null;
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

/** The last check of each extent, beside the trail: whoever can write to the database could write it, and no verifier asks for it. */
@Injectable()
export class LastCheckStore {
  async keep(transaction: Transaction, extent: CheckExtent, check: LastCheck): Promise<void> {
    const { checkedAt, host, sealed, events, leaves, difference } = check;
    await transaction.query(
      `INSERT INTO audit_check (extent, checked_at, host, sealed, events, leaves, difference)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (extent) DO UPDATE SET checked_at = $2, host = $3, sealed = $4, events = $5, leaves = $6, difference = $7`,
      [extent, checkedAt, host, sealed, events, leaves, difference],
    );
  }

  async last(reading: Reading): Promise<ReadonlyMap<CheckExtent, LastCheck>> {
    const rows: CheckRow[] = await reading.query(
      'SELECT extent, checked_at, host, sealed, events, leaves, difference FROM audit_check',
    );
    return new Map(
      rows.map(({ extent, checked_at, events, leaves, ...row }) => [
        extent,
        { ...row, checkedAt: checked_at, events: numberOf(events), leaves: numberOf(leaves) },
      ]),
    );
  }
}
