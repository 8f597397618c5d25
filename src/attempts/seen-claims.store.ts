import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { Sealing } from '../secrets/sealing.js';
import type { AttemptReport } from './attempt.js';
import { attemptReportOf } from './attempt-report.js';

interface ReportRow {
  readonly id: string;
  readonly provider_revision: number;
  readonly status: 'succeeded' | 'failed';
  readonly ended_at: Date;
  readonly report: Buffer;
}

/** The report of an ended attempt at a provider. */
interface ProviderReport {
  readonly revision: number;
  readonly succeeded: boolean;
  readonly endedAt: Date;
  readonly report: AttemptReport;
}

/** Reads what the last logins at a provider have shown, whoever they were for: names and types, never values. */
@Injectable()
export class SeenClaimsStore {
  constructor(private readonly sealing: Sealing) {}

  /** Newest first. */
  async lastReports(
    reading: Reading,
    tenantId: string,
    providerId: string,
    limit: number,
  ): Promise<readonly ProviderReport[]> {
    const rows: ReportRow[] = await reading.query(
      `SELECT id, provider_revision, status, ended_at, report FROM attempt
        WHERE tenant_id = $1 AND provider_id = $2 AND report IS NOT NULL AND ended_at IS NOT NULL
        ORDER BY ended_at DESC LIMIT $3`,
      [tenantId, providerId, limit],
    );
    return rows.map((row) => ({
      revision: row.provider_revision,
      succeeded: row.status === 'succeeded',
      endedAt: row.ended_at,
      report: attemptReportOf(
        this.sealing.open(row.report, { tenantId, table: 'attempt', row: row.id, purpose: 'report' }),
      ),
    }));
  }
}
