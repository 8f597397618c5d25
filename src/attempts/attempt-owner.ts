import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import type { SignerMessage } from '../errors/signer-message.js';
import type { TripOutcome } from '../federation/trip.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { Attempt, AttemptPurpose } from './attempt.js';

/** What a page about a settlement says besides: in which language, and about which envelope. null: not known. */
export interface SettlementContext {
  readonly language: string | null;
  readonly envelopeName: string | null;
}

/** What the browser that came back is shown. */
export type Settlement = SettlementContext &
  (
    | {
        /** Send it on with a 303. The address may hold a handback: never log it. */
        readonly kind: 'redirect';
        readonly url: string;
      }
    | {
        /** This attempt failed; the signer may try again at `retryPath`, or nothing is left when it is null. */
        readonly kind: 'try-again';
        /** HTTP status of the page: 4xx, 502 or 504. */
        readonly status: number;
        readonly message: SignerMessage;
        readonly retryPath: string | null;
        readonly attemptsLeft: number | null;
      }
    | {
        /** The end, where there is no address to send the browser to. */
        readonly kind: 'result';
        readonly status: 'succeeded' | 'failed';
        readonly message: SignerMessage;
      }
    | {
        /** The first callback of this attempt is still being worked on. */
        readonly kind: 'working';
      }
  );

/** Whoever trips are made for. It decides what a trip's outcome means; the attempt only makes sure that there is one. */
export interface AttemptOwner {
  readonly purpose: AttemptPurpose;
  /**
   * Settles a consumed attempt in one transaction, which MUST end the attempt (`AttemptStore.ended`) and MUST commit nothing
   * when it cannot be ended any more. `provider` is null when it has been deleted meanwhile.
   */
  settle(attempt: Attempt, outcome: TripOutcome, provider: ProviderForTrip | null): Promise<Settlement>;
  /** Says where an attempt stands when its callback comes again. Makes no call and changes nothing about it. */
  repeat(attempt: Attempt): Promise<Settlement>;
  /** Takes note, in the same transaction, that attempts were given up. */
  abandoned(transaction: Transaction, attempts: readonly Attempt[], now: Date): Promise<void>;
}

/** Finds the owner of an attempt by its purpose. Owners register when the service starts. */
@Injectable()
export class AttemptOwners {
  private readonly owners = new Map<AttemptPurpose, AttemptOwner>();

  register(owner: AttemptOwner): void {
    this.owners.set(owner.purpose, owner);
  }

  of(purpose: AttemptPurpose): AttemptOwner {
    const owner = this.owners.get(purpose);
    if (owner === undefined) throw new Error(`No part of the service owns attempts of purpose ${purpose}`);
    return owner;
  }
}
