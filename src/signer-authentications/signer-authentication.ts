import type { SenderValidation } from '../claims/expected-values.js';
import type { RecipientFields } from '../claims/recipient-fields.js';
import type { Outcome } from './outcome.js';

export type SignerAuthenticationStatus = 'pending' | 'succeeded' | 'failed' | 'expired' | 'cancelled';

/** Logins that may be started for one signer authentication. */
export const MAXIMUM_STARTS = 20;

/** A provider that the signer may choose, with what the sender expects of it. */
export interface AllowedProvider {
  readonly id: string;
  readonly name: string;
  readonly validations: readonly SenderValidation[];
}

/** What is about the person, stored sealed under their data key. */
export interface SignerAuthenticationDetails {
  readonly envelopeName: string;
  /** As it stands now, updates applied. */
  readonly recipient: RecipientFields;
  /** Targets whose sent values were replaced by earlier updates when it was created. */
  readonly replaced: readonly string[];
  readonly providers: readonly AllowedProvider[];
  readonly returnUrl: string | null;
  readonly reference?: unknown;
}

/** One request that one recipient of one workstep of one envelope authenticates. */
export interface SignerAuthentication {
  readonly id: string;
  readonly tenantId: string;
  /** Id of the envelope's stream in the trail. */
  readonly envelopeId: string;
  /** The workflow's own id of the envelope. */
  readonly envelopeExternalId: string;
  readonly workstepId: string;
  readonly recipientId: string;
  readonly dataKeyId: string;
  readonly status: SignerAuthenticationStatus;
  readonly maxAttempts: number;
  readonly failedAttempts: number;
  readonly starts: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** null once the person's data have been erased. */
  readonly details: SignerAuthenticationDetails | null;
  /** null while pending, and once erased. */
  readonly outcome: Outcome | null;
}

/** Whether it is pending on paper but its time has passed. */
export function isOverdue(authentication: Pick<SignerAuthentication, 'status' | 'expiresAt'>, now: Date): boolean {
  return authentication.status === 'pending' && authentication.expiresAt <= now;
}
