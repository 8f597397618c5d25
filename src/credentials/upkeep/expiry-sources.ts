import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';

/** A secret, key or certificate in use whose expiry is known. */
export interface ExpiringCredential {
  readonly id: string;
  readonly tenantId: string;
  /** What it is of: the kind as the API calls it, e.g. `provider`. */
  readonly owner: { readonly kind: string; readonly id: string; readonly name: string };
  /** What it is for, e.g. `client_secret`; of a certificate that stands in a configuration its JSON path. */
  readonly purpose: string;
  readonly version: number;
  readonly expiresAt: Date;
  /** The last threshold that was warned of; null: none yet. */
  readonly warnedDays: number | null;
}

/** What rows that expire are, as `GET /v1/expirations` calls them. */
export type ExpiringKind =
  | 'provider_credential'
  | 'provider_trust'
  | 'client_certificate'
  | 'external_authentication'
  | 'oauth_client_certificate'
  | 'client_certificate_authority';

/** Rows of one kind that expire. */
export interface ExpirySource {
  readonly kind: ExpiringKind;
  /**
   * Those in use, and without a successor that takes over, that expire before a time.
   * @param tenantId null: of all tenants
   */
  listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]>;
  /** Whether a warning so many days ahead is the caller's to give: of several instances one is told so. */
  claimWarning(transaction: Transaction, credential: ExpiringCredential, days: number): Promise<boolean>;
}

/** What expires, whoever owns it. Rooms that keep such rows register when they start. */
@Injectable()
export class ExpirySources {
  private readonly sources: ExpirySource[] = [];

  register(source: ExpirySource): void {
    this.sources.push(source);
  }

  get all(): readonly ExpirySource[] {
    return this.sources;
  }
}
