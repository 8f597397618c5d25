import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { Transaction } from '../../database/transaction.js';

/** One recipient of one envelope. */
export interface Person {
  readonly tenantId: string;
  /** Id of the envelope's stream. */
  readonly envelopeId: string;
  /** In normal form. */
  readonly recipientEmail: string;
}

/** A feature that stores personal data outside the trail. Features above this one register when the service starts. */
export interface PersonalDataHolder {
  /** Data keys that a person's data are sealed under; empty when nothing is known of them. Locks what it finds. */
  dataKeysOf(transaction: Transaction, person: Person): Promise<readonly string[]>;
  /**
   * As `dataKeysOf`, for a user of the tenant. Absent: it stores nothing about users under a key of theirs.
   * @throws CountersignError when the user cannot be erased as things stand, or not by whoever asks
   */
  dataKeysOfUser?(transaction: Transaction, principal: Principal, userId: string): Promise<readonly string[]>;
  /**
   * Removes everything that is about the persons of these data keys: values, hashes of values, tokens. MUST be repeatable: it is
   * run again after an older database was restored.
   */
  erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void>;
  /**
   * Removes what logins have written that were under way meanwhile. Called once the envelope's stream is held, so that no other
   * can be recorded before the erasure is. MUST be repeatable.
   */
  eraseRecorded(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void>;
}

@Injectable()
export class PersonalDataHolders {
  private readonly holders: PersonalDataHolder[] = [];

  register(holder: PersonalDataHolder): void {
    this.holders.push(holder);
  }

  get all(): readonly PersonalDataHolder[] {
    return this.holders;
  }
}
