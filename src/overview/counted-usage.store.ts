import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../database/transaction.js';
import type { TenantUsage } from './tenant-usage.js';

type Usage = TenantUsage['during'];

interface UsageRow {
  readonly signer_authentications: number;
  readonly logins: number;
  readonly succeeded: number;
  readonly events: number;
}

/** A tenant whose hours are counted up to a time. */
interface CountedTenant {
  readonly tenantId: string;
  readonly until: Date;
}

/** What tenants did in hours that are over, counted once. */
@Injectable()
export class CountedUsageStore {
  /** Up to when the hours of a tenant are counted; null: none is. */
  async countedUntil(reading: Reading, tenantId: string): Promise<Date | null> {
    const rows: { until: Date }[] = await reading.query('SELECT until FROM usage_counted WHERE tenant_id = $1', [
      tenantId,
    ]);
    return rows[0]?.until ?? null;
  }

  /** The sum of whole hours. */
  async sum(reading: Reading, tenantId: string, from: Date, to: Date): Promise<Usage> {
    const [row]: UsageRow[] = await reading.query(
      `SELECT coalesce(sum(signer_authentications), 0)::integer AS signer_authentications, coalesce(sum(logins), 0)::integer AS logins,
         coalesce(sum(succeeded), 0)::integer AS succeeded, coalesce(sum(events), 0)::integer AS events
       FROM usage_hour WHERE tenant_id = $1 AND hour >= $2 AND hour < $3`,
      [tenantId, from, to],
    );
    return usageOf(row);
  }

  /** From which hour tenants are counted that have just come. */
  async begin(transaction: Transaction): Promise<void> {
    await transaction.query(
      `INSERT INTO usage_counted (tenant_id, until) SELECT id, date_trunc('hour', created_at, 'UTC') FROM tenant
       WHERE NOT EXISTS (SELECT FROM usage_counted WHERE tenant_id = tenant.id) ON CONFLICT DO NOTHING`,
    );
  }

  /**
   * A tenant with hours to count before a time that no other instance is at; locked until the transaction ends.
   * @param except tenants that are passed over
   */
  async lockDue(transaction: Transaction, before: Date, except: readonly string[]): Promise<CountedTenant | null> {
    const rows: { tenant_id: string; until: Date }[] = await transaction.query(
      `SELECT tenant_id, until FROM usage_counted WHERE until < $1 AND tenant_id <> ALL($2::uuid[])
       ORDER BY until LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [before, except],
    );
    return rows[0] === undefined ? null : { tenantId: rows[0].tenant_id, until: rows[0].until };
  }

  /** Counts the hours of a tenant that is locked. */
  async count(transaction: Transaction, { tenantId, until }: CountedTenant, to: Date): Promise<void> {
    await transaction.query(
      `INSERT INTO usage_hour (tenant_id, hour, signer_authentications, logins, succeeded, events)
       SELECT $1, hour, sum(created)::integer, sum(logins)::integer, sum(succeeded)::integer, sum(events)::integer
       FROM (SELECT date_trunc('hour', created_at, 'UTC') AS hour, count(*) AS created, 0 AS logins, 0 AS succeeded, 0 AS events
               FROM signer_authentication WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1
             UNION ALL
             SELECT date_trunc('hour', started_at, 'UTC'), 0, count(*), count(*) FILTER (WHERE status = 'succeeded'), 0
               FROM attempt WHERE tenant_id = $1 AND purpose = 'signer_authentication' AND started_at >= $2 AND started_at < $3
               GROUP BY 1
             UNION ALL
             SELECT date_trunc('hour', occurred_at, 'UTC'), 0, 0, 0, count(*)
               FROM audit_event WHERE tenant_id = $1 AND occurred_at >= $2 AND occurred_at < $3 GROUP BY 1) AS counted
       GROUP BY hour`,
      [tenantId, until, to],
    );
    await transaction.query('UPDATE usage_counted SET until = $2 WHERE tenant_id = $1', [tenantId, to]);
  }
}

/** No row: nothing happened. */
export function usageOf(row: UsageRow | undefined): Usage {
  const { signer_authentications: signerAuthentications = 0, logins = 0, succeeded = 0, events = 0 } = row ?? {};
  return { signerAuthentications, logins, succeeded, events };
}
