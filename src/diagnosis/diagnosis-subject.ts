import type { ClaimTree } from '../claims/claim-tree.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';

/** Names and types of the claims of an earlier login at the provider. */
export interface LastSeenClaims {
  readonly seenAt: Date;
  /** The provider revision of that login. */
  readonly revision: number;
  /** One tree per source, e.g. `id_token`. */
  readonly trees: Readonly<Record<string, ClaimTree>>;
}

/** A provider to look at, saved or not. */
export interface DiagnosisSubject {
  readonly provider: ProviderForTrip;
  readonly redirectUri: string;
  /** Whether it is stored; keys that are made on saving do not exist before. */
  readonly saved: boolean;
  /** Null when nobody has logged in yet. */
  readonly lastSeen: LastSeenClaims | null;
}
