import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';

/** What an instance was given. */
interface Grant {
  /** May be fewer than were asked for, and none. */
  readonly granted: number;
  /** Until the window ends. */
  readonly milliseconds: number;
}

interface TakenRow {
  readonly taken: string;
  readonly milliseconds: number;
}

/** How much of what a key may do was handed out, for all instances together. Windows are a minute, by the database's clock. */
@Injectable()
export class SharedAllowanceStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes some of `most` out of the present window of a key, which begins with the first that is taken. */
  async take(key: Buffer, wanted: number, most: number): Promise<Grant> {
    // Whoever waits here holds up a request, and a lock is held for one statement only.
    const rows: TakenRow[] = await this.unitOfWork.lookups.writing.query(TAKE, [key, wanted]);
    const [row] = rows;
    if (row === undefined) throw new Error('Nothing was counted');
    const before = Number(row.taken) - wanted;
    return { granted: Math.min(wanted, Math.max(0, most - before)), milliseconds: Math.max(0, row.milliseconds) };
  }

  async deleteOver(): Promise<void> {
    await this.unitOfWork.reading.query('DELETE FROM shared_allowance WHERE ends_at <= now()');
  }
}

const TAKE = `INSERT INTO shared_allowance AS known (key, ends_at, taken)
  VALUES ($1, clock_timestamp() + interval '1 minute', $2)
  ON CONFLICT (key) DO UPDATE SET
    taken = CASE WHEN known.ends_at > clock_timestamp() THEN known.taken + $2 ELSE $2 END,
    ends_at = CASE WHEN known.ends_at > clock_timestamp() THEN known.ends_at ELSE excluded.ends_at END
  RETURNING taken, (extract(epoch FROM ends_at - clock_timestamp()) * 1000)::int AS milliseconds`;
