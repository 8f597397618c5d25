import type { StoredCredential } from '../../credentials/credential.js';
import type { ProviderMetadata } from '../provider.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import { endpointWarnings } from './endpoint.warnings.js';
import { expiryWarnings } from './expiry.warnings.js';
import { mappingWarnings } from './mapping.warnings.js';
import type { ProviderWarning } from './provider-warning.schema.js';
import { relaxationWarnings } from './relaxation.warnings.js';

interface WarningContext {
  readonly configuration: ProviderConfiguration;
  readonly metadata: ProviderMetadata;
  readonly credentials: readonly StoredCredential[];
  readonly now: Date;
}

/** Everything that is allowed but should be known: what any account can do, which checks are off, what expires. */
export function warningsOf({ configuration, metadata, credentials, now }: WarningContext): readonly ProviderWarning[] {
  return [
    ...mappingWarnings(configuration),
    ...relaxationWarnings(configuration),
    ...endpointWarnings(configuration, metadata),
    ...expiryWarnings(configuration, credentials, now),
  ];
}
