import { expectedValues } from '../../claims/expected-values.js';
import { judgeMappings } from '../../claims/judge-mappings.js';
import type { RecipientFields } from '../../claims/recipient-fields.js';
import type { Judgement } from '../../claims/verdict.js';
import type { CompletedTrip } from '../../federation/trip.js';
import { mappingsOf } from '../../providers/mappings-of.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type HeldUpdates, updatedBy } from '../held-updates.js';
import type { AllowedProvider } from '../signer-authentication.js';

/** Judges what a login found out against the recipient as they stand now. Pure. */
export function judgeLogin(
  trip: CompletedTrip,
  configuration: ProviderConfiguration,
  recipient: RecipientFields,
  held: HeldUpdates,
  allowed: AllowedProvider | undefined,
): Judgement {
  return judgeMappings({
    sources: trip.sources,
    mappings: mappingsOf(configuration),
    recipient,
    expected: expectedValues(recipient, allowed?.validations ?? [], updatedBy(held)),
    provider: configuration.name,
  });
}
