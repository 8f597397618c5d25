import type { ClaimTree } from '../claims/claim-tree.js';
import type { ProviderConfiguration } from '../providers/provider-configuration.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { Check } from './check.js';

/** Names and types of the claims of an earlier login at the provider. */
export interface LastSeenClaims {
  readonly seenAt: Date;
  /** The provider revision of that login. */
  readonly revision: number;
  /** What that revision was configured to: what it did not ask for says nothing when it did not come. Null when it is gone. */
  readonly configuration: ProviderConfiguration | null;
  /** One tree per source, e.g. `id_token`. */
  readonly trees: Readonly<Record<string, ClaimTree>>;
}

/** The newest login at the provider that ended, where it failed for a reason that speaks against a setting. */
export interface FailedLogin {
  readonly endedAt: Date;
  /** The provider revision of that login. */
  readonly revision: number;
  readonly configuration: ProviderConfiguration;
  /** Why it failed, as it was judged then: at least one fault, and what may be at fault as well. */
  readonly findings: readonly Check[];
}

/** A provider to look at, saved or not. */
export interface DiagnosisSubject {
  readonly provider: ProviderForTrip;
  readonly redirectUri: string;
  /** Whether it is stored; keys that are made on saving do not exist before. */
  readonly saved: boolean;
  /** Null when nobody has logged in yet. */
  readonly lastSeen: LastSeenClaims | null;
  /** Null when the last login succeeded, or nobody has logged in yet. */
  readonly lastFailure: FailedLogin | null;
}
