import type { DataKey } from '../../secrets/data-key.js';
import type { SealContext } from '../../secrets/sealing.js';
import { type Outcome, outcomeSchema } from '../outcome.js';
import type {
  SignerAuthentication,
  SignerAuthenticationDetails,
  SignerAuthenticationStatus,
} from '../signer-authentication.js';

/** A row of `signer_authentication` joined with its recipient's data key id. */
export interface SignerAuthenticationRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly envelope_id: string;
  readonly envelope_external_id: string;
  readonly recipient_id: string;
  readonly data_key_id: string;
  readonly workstep_id: string;
  readonly status: SignerAuthenticationStatus;
  readonly token_sealed: Buffer | null;
  readonly details: Buffer | null;
  readonly outcome: Buffer | null;
  readonly max_attempts: number;
  readonly failed_attempts: number;
  readonly starts: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
}

/** What a query of `signer_authentication AS s` selects of it. */
export const SIGNER_AUTHENTICATION = `s.id, s.tenant_id, s.envelope_id, s.envelope_external_id, s.recipient_id, s.workstep_id, s.status,
  s.token_sealed, s.details, s.outcome, s.max_attempts, s.failed_attempts, s.starts, s.created_at, s.expires_at, s.ended_at`;

type SealedMember = 'details' | 'outcome' | 'token';

export function sealContextOf(tenantId: string, id: string, purpose: SealedMember): SealContext {
  return { tenantId, table: 'signer_authentication', row: id, purpose };
}

/** Reads a row with its recipient's data key; without the key (erased) what was personal is null. */
export function signerAuthenticationOf(row: SignerAuthenticationRow, dataKey: DataKey | null): SignerAuthentication {
  const open = (sealed: Buffer | null, purpose: SealedMember): unknown =>
    sealed === null || dataKey === null
      ? null
      : JSON.parse(dataKey.open(sealed, sealContextOf(row.tenant_id, row.id, purpose)).toString('utf8'));
  const outcome = open(row.outcome, 'outcome');
  return {
    id: row.id,
    tenantId: row.tenant_id,
    envelopeId: row.envelope_id,
    envelopeExternalId: row.envelope_external_id,
    workstepId: row.workstep_id,
    recipientId: row.recipient_id,
    dataKeyId: row.data_key_id,
    status: row.status,
    maxAttempts: row.max_attempts,
    failedAttempts: row.failed_attempts,
    starts: row.starts,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    details: open(row.details, 'details') as SignerAuthenticationDetails | null,
    outcome: outcome === null ? null : (outcomeSchema.parse(outcome) satisfies Outcome),
  };
}
