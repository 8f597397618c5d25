import type { PrincipalActor } from './principal.js';

/** What is known of how a key or an application came to be. */
export interface Origin {
  /** Who has made it and may know its secret; null: nobody who acts. */
  readonly madeBy: Pick<PrincipalActor, 'type' | 'id'> | null;
  /** The key in whose place it came; null: none. */
  readonly inPlaceOf: string | null;
}
