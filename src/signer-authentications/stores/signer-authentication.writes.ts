import type { Write } from '../../database/write-together.js';
import type { DataKey } from '../../secrets/data-key.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import type { Outcome } from '../outcome.js';
import type {
  SignerAuthentication,
  SignerAuthenticationDetails,
  SignerAuthenticationStatus,
} from '../signer-authentication.js';
import { sealContextOf } from './signer-authentication.row.js';

interface ChangedDetails {
  readonly authentication: SignerAuthentication;
  readonly details: SignerAuthenticationDetails;
}

/** How a pending one ends. What is left out stays as it is. */
export interface SignerAuthenticationEnd {
  readonly status: Exclude<SignerAuthenticationStatus, 'pending'>;
  readonly outcome: Outcome;
  readonly now: Date;
  readonly details?: SignerAuthenticationDetails;
  readonly subjectHash?: Buffer;
  readonly failedAttempts?: number;
}

const sealedDetails = (
  { id, tenantId }: SignerAuthentication,
  details: SignerAuthenticationDetails | null,
  dataKey: DataKey,
): Buffer => dataKey.seal(JSON.stringify(details), sealContextOf(tenantId, id, 'details'));

/** @param token sign-in token in clear */
export function insertAuthentication(authentication: SignerAuthentication, token: string, dataKey: DataKey): Write {
  const { id, tenantId } = authentication;
  return {
    text: `INSERT INTO signer_authentication (id, tenant_id, envelope_id, envelope_external_id, recipient_id, workstep_id, status,
       token_hash, token_sealed, details, max_attempts, created_at, expires_at, provider_ids)
     VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      id,
      tenantId,
      authentication.envelopeId,
      authentication.envelopeExternalId,
      authentication.recipientId,
      authentication.workstepId,
      hashSecret(token),
      dataKey.seal(token, sealContextOf(tenantId, id, 'token')),
      sealedDetails(authentication, authentication.details, dataKey),
      authentication.maxAttempts,
      authentication.createdAt,
      authentication.expiresAt,
      authentication.details?.providers.map((provider) => provider.id) ?? null,
    ],
    rows: 1,
  };
}

/** Other details of several that go on, all of one recipient. */
export function changeDetails(tenantId: string, changed: readonly ChangedDetails[], dataKey: DataKey): Write {
  return {
    text: `UPDATE signer_authentication AS s SET details = changed.details
      FROM unnest($2::uuid[], $3::bytea[]) AS changed (id, details)
      WHERE s.id = changed.id AND (s.tenant_id = $1 AND s.status = 'pending') IS TRUE`,
    values: [
      tenantId,
      changed.map(({ authentication }) => authentication.id),
      changed.map(({ authentication, details }) => sealedDetails(authentication, details, dataKey)),
    ],
    rows: changed.length,
  };
}

/** Counts a start of one that is as it was read. */
export const countStart = (authentication: SignerAuthentication): Write =>
  countOne(authentication, 'starts', authentication.starts);

/** Counts a refused attempt of one that is as it was read. */
export const countFailure = (authentication: SignerAuthentication): Write =>
  countOne(authentication, 'failed_attempts', authentication.failedAttempts);

function countOne({ id, tenantId }: SignerAuthentication, column: 'starts' | 'failed_attempts', seen: number): Write {
  return {
    text: `UPDATE signer_authentication SET ${column} = ${column} + 1
      WHERE id = $1 AND (tenant_id = $2 AND status = 'pending' AND ${column} = $3) IS TRUE`,
    values: [id, tenantId, seen],
    rows: 1,
  };
}

/** Ends a pending one. Details and outcome are lost to an erased recipient, whose key is gone. */
export function endAuthentication(
  authentication: SignerAuthentication,
  end: SignerAuthenticationEnd,
  dataKey: DataKey | null,
): Write {
  const { id, tenantId } = authentication;
  const {
    status,
    outcome,
    now,
    details = null,
    subjectHash = null,
    failedAttempts = authentication.failedAttempts,
  } = end;
  return {
    text: `UPDATE signer_authentication SET status = $3, outcome = $4, ended_at = $5, subject_hash = $6, failed_attempts = $7,
        details = coalesce($8, details)
      WHERE id = $1 AND (tenant_id = $2 AND status = 'pending') IS TRUE`,
    values: [
      id,
      tenantId,
      status,
      dataKey?.seal(JSON.stringify(outcome), sealContextOf(tenantId, id, 'outcome')) ?? null,
      now,
      subjectHash,
      failedAttempts,
      details === null || dataKey === null ? null : sealedDetails(authentication, details, dataKey),
    ],
    rows: 1,
  };
}
