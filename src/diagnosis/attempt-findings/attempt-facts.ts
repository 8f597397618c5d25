import type { ExpectedValues } from '../../claims/expected-values.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import type { Verdict } from '../../claims/verdict.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import type { StepRecord } from '../../federation/trip.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';

/** What one trip to a provider has shown. */
export interface AttemptFacts {
  readonly configuration: ProviderConfiguration;
  /** Null when it succeeded. */
  readonly failure: { readonly code: ErrorCode; readonly detail: string } | null;
  readonly steps: readonly StepRecord[];
  /** What was fetched; empty when it came to nothing. */
  readonly sources: readonly SourcedClaims[];
  /** One per mapping, in their order; empty when the mappings were not judged. */
  readonly verdicts: readonly Verdict[];
  /** What claims were compared with. */
  readonly expected: ExpectedValues;
}
