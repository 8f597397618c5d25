import { type ErrorCode, isErrorCode } from '../errors/catalogue.js';
import type { Attempt, AttemptPurpose, AttemptStatus } from './attempt.js';

/** A row of `attempt`. */
export interface AttemptRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly purpose: AttemptPurpose;
  readonly owner_id: string;
  readonly envelope_id: string | null;
  readonly data_key_id: string | null;
  readonly provider_id: string;
  readonly provider_name: string;
  readonly provider_revision: number;
  readonly metadata_hash: string;
  readonly status: AttemptStatus;
  readonly secrets: Buffer | null;
  readonly report: Buffer | null;
  readonly failure_code: string | null;
  readonly failure_detail: string | null;
  readonly started_at: Date;
  readonly deadline_at: Date;
  readonly consumed_at: Date | null;
  readonly ended_at: Date | null;
}

/** What a query of `attempt AS a` selects of it. */
export const ATTEMPT = `a.id, a.tenant_id, a.purpose, a.owner_id, a.envelope_id, a.data_key_id, a.provider_id, a.provider_name,
  a.provider_revision, a.metadata_hash, a.status, a.secrets, a.report, a.failure_code, a.failure_detail, a.started_at, a.deadline_at,
  a.consumed_at, a.ended_at`;

/** An unknown code can only stem from a newer release; it is shown as a failure of the service rather than hidden. */
const errorCodeOf = (text: string): ErrorCode => (isErrorCode(text) ? text : 'service.failed');

export const attemptOf = (row: AttemptRow): Attempt => ({
  id: row.id,
  tenantId: row.tenant_id,
  purpose: row.purpose,
  ownerId: row.owner_id,
  envelopeId: row.envelope_id,
  dataKeyId: row.data_key_id,
  providerId: row.provider_id,
  providerName: row.provider_name,
  providerRevision: row.provider_revision,
  metadataHash: row.metadata_hash,
  status: row.status,
  failure: row.failure_code === null ? null : { code: errorCodeOf(row.failure_code), detail: row.failure_detail ?? '' },
  startedAt: row.started_at,
  deadlineAt: row.deadline_at,
  consumedAt: row.consumed_at,
  endedAt: row.ended_at,
});
