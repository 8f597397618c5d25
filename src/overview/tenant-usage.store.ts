import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import type { TenantUsage } from './tenant-usage.js';

interface NowRow {
  readonly providers: number;
  readonly listeners: number;
  readonly api_keys: number;
  readonly users: number;
}

interface DuringRow {
  readonly signer_authentications: number;
  readonly logins: number;
  readonly succeeded: number;
  readonly events: number;
}

const nothing = { providers: 0, listeners: 0, api_keys: 0, users: 0 };
const never = { signer_authentications: 0, logins: 0, succeeded: 0, events: 0 };

/** Counts what a tenant has and does; reads the rows of others and writes none. */
@Injectable()
export class TenantUsageStore {
  async count(reading: Reading, tenantId: string, from: Date, to: Date, now: Date): Promise<TenantUsage> {
    const present: NowRow[] = await reading.query(
      `SELECT (SELECT count(*)::integer FROM provider WHERE tenant_id = $1 AND archived_at IS NULL) AS providers,
         (SELECT count(*)::integer FROM listener WHERE tenant_id = $1 AND archived_at IS NULL) AS listeners,
         (SELECT count(*)::integer FROM api_key WHERE tenant_id = $1 AND revoked_at IS NULL AND coalesce(expires_at > $2, true))
           AS api_keys,
         (SELECT count(*)::integer FROM user_account WHERE tenant_id = $1 AND deleted_at IS NULL) AS users`,
      [tenantId, now],
    );
    const past: DuringRow[] = await reading.query(
      `SELECT (SELECT count(*)::integer FROM signer_authentication
               WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3) AS signer_authentications,
         (SELECT count(*)::integer FROM audit_event WHERE tenant_id = $1 AND occurred_at >= $2 AND occurred_at < $3) AS events,
         logins.logins, logins.succeeded
       FROM (SELECT count(*)::integer AS logins, (count(*) FILTER (WHERE status = 'succeeded'))::integer AS succeeded
               FROM attempt WHERE tenant_id = $1 AND purpose = 'signer_authentication' AND started_at >= $2 AND started_at < $3)
         AS logins`,
      [tenantId, from, to],
    );
    const { api_keys: apiKeys, ...things } = present[0] ?? nothing;
    const { signer_authentications: signerAuthentications, ...counts } = past[0] ?? never;
    return { now: { ...things, apiKeys }, during: { signerAuthentications, ...counts } };
  }
}
