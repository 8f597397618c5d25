import type { UsableCredential } from '../credentials/credential.js';
import type { ProviderConfiguration } from './provider-configuration.js';

/** Everything that one trip needs to know of a provider: one pinned revision and the credentials valid now. */
export interface ProviderForTrip {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly name: string;
  readonly revision: number;
  /** SHA-256 (hex) of the canonical configuration of that revision. */
  readonly revisionHash: string;
  readonly configuration: ProviderConfiguration;
  /**
   * Its own; where answers are read, and the provider encrypts to us, also the decryption keys of the tenant's other providers,
   * after its own: they stand in the same published set.
   */
  readonly credentials: readonly UsableCredential[];
  /** Origins of the endpoints at the first discovery; null before it. A change fails until an admin approves it. */
  readonly pinnedOrigins: Readonly<Record<string, string>> | null;
  /** RFC 9207 `iss` was seen once and is required since. */
  readonly issuerParameterSeen: boolean;
}
