import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { splitRange } from './counted-hours.js';
import { CountedUsageStore, usageOf } from './counted-usage.store.js';
import type { TenantUsage } from './tenant-usage.js';

interface NowRow {
  readonly providers: number;
  readonly listeners: number;
  readonly api_keys: number;
  readonly users: number;
}

const nothing = { providers: 0, listeners: 0, api_keys: 0, users: 0 };

/** Counts what a tenant has and does: hours that are over as they were counted once, the others anew. */
@Injectable()
export class TenantUsageStore {
  constructor(private readonly counted: CountedUsageStore) {}

  async count(reading: Reading, tenantId: string, from: Date, to: Date, now: Date): Promise<TenantUsage> {
    const present: NowRow[] = await reading.query(
      `SELECT (SELECT count(*)::integer FROM provider WHERE tenant_id = $1 AND archived_at IS NULL) AS providers,
         (SELECT count(*)::integer FROM listener WHERE tenant_id = $1 AND archived_at IS NULL) AS listeners,
         (SELECT count(*)::integer FROM api_key WHERE tenant_id = $1 AND revoked_at IS NULL AND coalesce(expires_at > $2, true))
           AS api_keys,
         (SELECT count(*)::integer FROM user_account WHERE tenant_id = $1 AND deleted_at IS NULL) AS users`,
      [tenantId, now],
    );
    const { counted, uncounted } = splitRange(from, to, await this.counted.countedUntil(reading, tenantId));
    const parts = counted === null ? [] : [await this.counted.sum(reading, tenantId, counted.from, counted.to)];
    for (const range of uncounted) parts.push(await this.during(reading, tenantId, range.from, range.to));
    const { api_keys: apiKeys, ...things } = present[0] ?? nothing;
    return { now: { ...things, apiKeys }, during: parts.reduce(together, usageOf(undefined)) };
  }

  private async during(reading: Reading, tenantId: string, from: Date, to: Date): Promise<TenantUsage['during']> {
    const rows: Parameters<typeof usageOf>[0][] = await reading.query(
      `SELECT (SELECT count(*)::integer FROM signer_authentication
               WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3) AS signer_authentications,
         (SELECT count(*)::integer FROM audit_event WHERE tenant_id = $1 AND occurred_at >= $2 AND occurred_at < $3) AS events,
         logins.logins, logins.succeeded
       FROM (SELECT count(*)::integer AS logins, (count(*) FILTER (WHERE status = 'succeeded'))::integer AS succeeded
               FROM attempt WHERE tenant_id = $1 AND purpose = 'signer_authentication' AND started_at >= $2 AND started_at < $3)
         AS logins`,
      [tenantId, from, to],
    );
    return usageOf(rows[0]);
  }
}

function together(one: TenantUsage['during'], other: TenantUsage['during']): TenantUsage['during'] {
  return {
    signerAuthentications: one.signerAuthentications + other.signerAuthentications,
    logins: one.logins + other.logins,
    succeeded: one.succeeded + other.succeeded,
    events: one.events + other.events,
  };
}
