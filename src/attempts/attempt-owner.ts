import { Injectable } from '@nestjs/common';
import type { Actor, AuditEventInput, RecordedEvent } from '../audit/recording.js';
import type { StreamHead } from '../audit/stream-head.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import type { TripOutcome } from '../federation/trip.js';
import type { ProviderUsage } from '../providers/configuration/provider-members.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { Attempt, AttemptEnd, AttemptPurpose } from './attempt.js';
import type { Settlement } from './settlement.js';

/** A trip that has come to its end, as things stand when it is settled. */
export interface EndedTrip {
  readonly attempt: Attempt;
  readonly outcome: TripOutcome;
  /** At the revision that the attempt pins; null when it could not be used any more when the callback came. */
  readonly provider: ProviderForTrip | null;
  /** Whether the provider may be used now. */
  readonly usable: boolean;
  /** How the envelope's stream moved when the callback was received; null when it was not about one, or others may have moved it since. */
  readonly moved: MovedStream | null;
  readonly now: Date;
}

/** A stream before and after events of this instance, with none of others between. */
export interface MovedStream {
  readonly from: StreamHead;
  readonly to: StreamHead;
}

/** What an owner writes together with a change of its attempt. */
export interface OwnersPart {
  /** Heads of streams that were read already, see `AuditRecorder.prepare`. */
  readonly heads: readonly StreamHead[];
  readonly events: readonly AuditEventInput[];
  /** @param recorded where the events will stand, in their order */
  readonly writes: (recorded: readonly RecordedEvent[]) => readonly Write[];
}

/** What an owner makes of a trip. */
export interface SettledTrip extends OwnersPart {
  readonly end: AttemptEnd;
  /** The owner has ended as well: its other open attempts are given up, so that their callbacks make no call. */
  readonly last: boolean;
  readonly settlement: Settlement;
}

/** Where an attempt stands whose callback has come before. */
export interface RepeatedSettlement {
  readonly settlement: Settlement;
  readonly writes: readonly Write[];
}

/** How a provider stands now, whatever revision an attempt has pinned. */
export interface ProviderStanding {
  readonly enabled: boolean;
  readonly usage: readonly ProviderUsage[];
}

/**
 * Whoever trips are made for. It says who acts, what its trail says and what a trip's outcome means; in which order that is asked,
 * and what is written when, is the attempt's: `settle-attempt.ts`, `receive-callback.ts`.
 */
export interface AttemptOwner {
  readonly purpose: AttemptPurpose;
  /** Who acts when a browser comes back, as the trail names them. Pure. */
  actor(attempt: Attempt): Actor;
  /** Whether its attempts may go on at a provider that stands so. Pure. */
  usable(provider: ProviderStanding): boolean;
  /** Where the trail says that a callback was received, and of what; null: nowhere. Pure. */
  received(attempt: Attempt): Pick<AuditEventInput, 'stream' | 'signerAuthenticationId'> | null;
  /** Judges a trip against how its owner stands now. Reads only; may be called again when something has changed meanwhile. */
  settle(reading: Lookups, ended: EndedTrip): Promise<SettledTrip>;
  /** Says where an attempt stands when its callback comes again, or came too late. Reads only. */
  repeat(reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement>;
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
