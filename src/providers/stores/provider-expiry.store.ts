import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CredentialPurpose } from '../../credentials/credential.js';
import { Credentials } from '../../credentials/credentials.js';
import { type ExpiringCredential, type ExpirySource, ExpirySources } from '../../credentials/upkeep/expiry-sources.js';
import type { Reading, Transaction } from '../../database/transaction.js';

interface ExpiringRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly provider_id: string;
  readonly provider: string;
  readonly purpose: CredentialPurpose;
  readonly version: number;
  readonly expires_at: Date;
  readonly expiry_warned_days: number | null;
}

const expiringOf = (row: ExpiringRow): ExpiringCredential => ({
  id: row.id,
  tenantId: row.tenant_id,
  owner: { kind: 'provider', id: row.provider_id, name: row.provider },
  purpose: row.purpose,
  version: row.version,
  expiresAt: row.expires_at,
  warnedDays: row.expiry_warned_days,
});

/** Those that serve the newest revision and that nothing has replaced. */
const inUse = `c.destroyed_at IS NULL AND c.retired_at IS NULL AND c.last_revision IS NULL AND p.archived_at IS NULL`;

/** Finds the credentials of providers that expire. */
@Injectable()
export class ProviderExpiryStore implements ExpirySource, OnModuleInit {
  readonly kind = 'provider_credential';

  constructor(
    private readonly credentials: Credentials,
    private readonly sources: ExpirySources,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  /** Every credential in use with a known expiry before a time. */
  async listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]> {
    const rows: ExpiringRow[] = await reading.query(
      `SELECT c.id, c.tenant_id, c.owner_id AS provider_id, p.name AS provider, c.purpose, c.version, c.expires_at,
              c.expiry_warned_days
         FROM credential c JOIN provider p ON c.owner_kind = 'provider' AND p.id = c.owner_id
        WHERE ${inUse} AND c.expires_at <= $1 AND ($2::uuid IS NULL OR c.tenant_id = $2)
        ORDER BY c.expires_at, c.id`,
      [before, tenantId],
    );
    return rows.map(expiringOf);
  }

  claimWarning(transaction: Transaction, { tenantId, id }: ExpiringCredential, days: number): Promise<boolean> {
    return this.credentials.claimWarning(transaction, tenantId, id, days);
  }
}
