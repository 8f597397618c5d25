import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { ORIGIN, type StatisticsItem, type StatisticsRange, stepSeconds } from './login-statistics.schema.js';

interface CountRow {
  readonly at: Date;
  readonly provider: string | null;
  readonly code: string | null;
  readonly logins: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly abandoned: number;
  readonly underway: number;
  /** Milliseconds: the median and the 95th percentile. */
  readonly percentiles: readonly [number, number] | null;
}

const DURATION = `extract(epoch FROM a.ended_at - a.started_at) * 1000`;
const SUCCEEDED = `FILTER (WHERE a.status = 'succeeded')`;

const rounded = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : Math.round(milliseconds);

/** Counts the logins of signers; reads the rows of attempts and writes none. */
@Injectable()
export class LoginStatisticsStore {
  async count(reading: Reading, tenantId: string, { from, to, step, by }: StatisticsRange): Promise<StatisticsItem[]> {
    const provider = by === null ? 'NULL::text' : 'a.provider_name';
    const code = by === 'code' ? 'a.failure_code' : 'NULL::text';
    const rows: CountRow[] = await reading.query(
      `SELECT date_bin(make_interval(secs => $4), a.started_at, $5) AS at, ${provider} AS provider, ${code} AS code,
         count(*)::integer AS logins,
         (count(*) ${SUCCEEDED})::integer AS succeeded,
         (count(*) FILTER (WHERE a.status = 'failed'))::integer AS failed,
         (count(*) FILTER (WHERE a.status = 'abandoned'))::integer AS abandoned,
         (count(*) FILTER (WHERE a.status IN ('open', 'exchanging')))::integer AS underway,
         percentile_cont(ARRAY[0.5, 0.95]::float8[]) WITHIN GROUP (ORDER BY ${DURATION}) ${SUCCEEDED} AS percentiles
       FROM attempt a
       WHERE a.tenant_id = $1 AND a.purpose = 'signer_authentication' AND a.started_at >= $2 AND a.started_at < $3
         ${by === 'code' ? 'AND a.failure_code IS NOT NULL' : ''}
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [tenantId, from, to, stepSeconds[step], ORIGIN],
    );
    return rows.map(({ at, percentiles, ...counts }) => ({
      at: at.toISOString(),
      ...counts,
      medianMs: rounded(percentiles?.[0]),
      p95Ms: rounded(percentiles?.[1]),
    }));
  }
}
