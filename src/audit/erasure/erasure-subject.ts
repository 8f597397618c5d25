import type { Retention } from './evidence-retention.store.js';

/** One recipient of one envelope, or one user of the tenant. */
export type ErasedPerson =
  | {
      readonly kind: 'recipient';
      /** The workflow's own id of the envelope. */
      readonly envelopeId: string;
      /** In normal form. */
      readonly recipientEmail: string;
    }
  | { readonly kind: 'user'; readonly userId: string };

/** What destroys something, and so may take two people: a person is erased, or raw evidence is kept for a shorter time. */
export type ErasureSubject = ErasedPerson | ({ readonly kind: 'retention' } & Retention);

/**
 * Whether a change of the retention destroys more than what is set, or lets one person do so later. Pure.
 * @param before what is set
 */
export function destroysMore(before: Retention, after: Retention): boolean {
  const sooner = after.evidenceDays !== null && after.evidenceDays < (before.evidenceDays ?? Number.POSITIVE_INFINITY);
  return sooner || (before.twoPersonErasure && !after.twoPersonErasure);
}
