import type { PrincipalActor } from '../../access/principal.js';
import type { ErasureSubject } from './erasure-subject.js';

/** `superseded`: the person was erased in another way meanwhile. */
export const erasureStatuses = ['pending', 'confirmed', 'refused', 'expired', 'superseded'] as const;

export type ErasureStatus = (typeof erasureStatuses)[number];

type WithoutAddress<Subject> = Subject extends { readonly recipientEmail: string }
  ? Omit<Subject, 'recipientEmail'>
  : Subject;

/** A subject as it is stored for good: without the address of a recipient. */
export type StoredSubject = WithoutAddress<ErasureSubject>;

/** A subject as it is shown: the address of a recipient is gone once the request has ended. */
type ShownSubject = Exclude<StoredSubject, { readonly kind: 'recipient' }> | ShownRecipient;

type ShownRecipient = Extract<StoredSubject, { readonly kind: 'recipient' }> & {
  readonly recipientEmail: string | null;
};

/** An erasure that somebody has asked for and another person confirms or refuses. */
export interface ErasureRequest {
  readonly id: string;
  readonly tenantId: string;
  readonly subject: ShownSubject;
  readonly status: ErasureStatus;
  readonly requestedBy: PrincipalActor;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** null: nobody has decided. */
  readonly decidedBy: PrincipalActor | null;
  readonly decidedAt: Date | null;
  /** What was erased; null: nothing, or nobody. */
  readonly erasureId: string | null;
  /** Keys of the person when it was asked for; empty where it is about nobody. */
  readonly dataKeyIds: readonly string[];
}

/** How long another person has to confirm. */
export const CONFIRM_WITHIN_DAYS = 7;

/** What a request is at a time: one that nobody has confirmed in time has expired, whether or not that is written down yet. Pure. */
export function statusAt(
  { status, expiresAt }: Pick<ErasureRequest, 'status' | 'expiresAt'>,
  now: Date,
): ErasureStatus {
  return status === 'pending' && expiresAt <= now ? 'expired' : status;
}

/** Names what a request is about: a person by their keys, or the retention. Pure. */
export function subjectKey({ kind }: Pick<ErasureSubject, 'kind'>, dataKeyIds: readonly string[]): string {
  return kind === 'retention' ? kind : [...dataKeyIds].sort().join(' ');
}
