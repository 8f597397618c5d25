import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import type { CountedGuess } from './guess-limit.js';

interface NewGuess {
  readonly key: Buffer;
  /** When the window ends that begins with this guess, if none is open. */
  readonly endsAt: Date;
}

interface CountedRow {
  readonly key: Buffer;
  readonly count: number;
  readonly ends_at: Date;
}

/** How often was guessed, by keyed hashes of accounts and addresses: for all instances together. */
@Injectable()
export class GuessStore {
  /** Adds one to each count, beginning anew where the window has ended. @returns the counts in the order given */
  async count(transaction: Transaction, guesses: readonly NewGuess[], now: Date): Promise<readonly CountedGuess[]> {
    const rows: CountedRow[] = await transaction.query(
      `INSERT INTO guess (key, ends_at, count)
       SELECT key, ends_at, 1 FROM unnest($1::bytea[], $2::timestamptz[]) AS new (key, ends_at) ORDER BY key
       ON CONFLICT (key) DO UPDATE SET
         count = CASE WHEN guess.ends_at > $3 THEN guess.count + 1 ELSE 1 END,
         ends_at = CASE WHEN guess.ends_at > $3 THEN guess.ends_at ELSE excluded.ends_at END
       RETURNING key, count, ends_at`,
      [guesses.map(({ key }) => key), guesses.map(({ endsAt }) => endsAt), now],
    );
    return guesses.map(({ key, endsAt }) => {
      const row = rows.find((counted) => counted.key.equals(key));
      return row === undefined ? { count: 1, endsAt } : { count: row.count, endsAt: row.ends_at };
    });
  }

  /** Takes one from each count that is not over. */
  async giveBack(transaction: Transaction, keys: readonly Buffer[]): Promise<void> {
    await transaction.query(
      `UPDATE guess SET count = guess.count - 1 FROM (SELECT key FROM guess WHERE key = ANY ($1) ORDER BY key FOR UPDATE) AS held
        WHERE guess.key = held.key AND guess.count > 0`,
      [keys],
    );
  }

  async deleteOver(transaction: Transaction, now: Date): Promise<void> {
    await transaction.query('DELETE FROM guess WHERE ends_at <= $1', [now]);
  }
}
