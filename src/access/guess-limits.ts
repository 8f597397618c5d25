import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { KeyedHash } from '../secrets/keyed-hash.js';
import { GuessStore } from './guess.store.js';
import { GUESS_LIMITS, type Guessed, type GuessedAs, secondsToWait } from './guess-limit.js';

/** Who guesses at what. */
interface Guess {
  readonly guessed: Guessed;
  readonly tenantId: string;
  /** What is guessed at, known or not: a normalised e-mail address, the id of a user or of a link. */
  readonly account: string;
  /** Where the request comes from, see `http/client-address.ts`. */
  readonly address: string;
}

/** A guess that was let pass. */
interface AllowedGuess {
  /** It was right, so it does not count. */
  right(): Promise<void>;
}

const subjectOf = ({ account, address }: Guess, as: GuessedAs): readonly string[] =>
  as === 'account' ? [account] : as === 'address' ? [address] : [account, address];

/**
 * Limits how often may be guessed, for all instances together, from every address, loopback included. A guess counts before it is
 * judged, so that many at once are not more than one after the other. What is counted is the same for accounts that exist and for
 * those that do not.
 */
@Injectable()
export class GuessLimits {
  constructor(
    private readonly store: GuessStore,
    private readonly keyedHash: KeyedHash,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `login.too_many_guesses` with `Retry-After` */
  async count(guess: Guess): Promise<AllowedGuess> {
    const wait = await this.tryCount(guess);
    if (typeof wait !== 'number') return wait;
    throw new CountersignError('login.too_many_guesses', {
      detail: `The next try is possible in ${wait} seconds`,
      headers: { 'retry-after': String(wait) },
    });
  }

  /** @returns the guess, or for how many seconds none is allowed */
  async tryCount(guess: Guess): Promise<AllowedGuess | number> {
    const limits = GUESS_LIMITS[guess.guessed];
    const now = this.clock.now();
    const keys = await Promise.all(limits.map(({ as }) => this.keyOf(guess, as)));
    const guesses = limits.map(({ seconds }, index) => ({
      key: keys[index] ?? Buffer.alloc(0),
      endsAt: new Date(now.getTime() + seconds * 1000),
    }));
    const counted = await this.unitOfWork.run((transaction) => this.store.count(transaction, guesses, now));
    return (
      secondsToWait(limits, counted, now) ?? {
        right: () => this.unitOfWork.run((transaction) => this.store.giveBack(transaction, keys)),
      }
    );
  }

  private keyOf(guess: Guess, as: GuessedAs): Promise<Buffer> {
    const value = JSON.stringify(subjectOf(guess, as));
    return this.keyedHash.of(this.unitOfWork.lookups, guess.tenantId, `guess ${guess.guessed} ${as}`, value);
  }
}
