import type { ProviderConfiguration } from './provider-configuration.js';

/** A secret, key or certificate in clear, in memory only. Newest first where several are valid at once. */
export interface UsableCredential {
  readonly id: string;
  readonly version: number;
  readonly kind: 'client_secret' | 'private_key' | 'client_certificate' | 'decryption_key';
  /** Client secret as text; keys as PKCS#8 PEM; a certificate as PEM chain followed by its PKCS#8 key in `privateKey`. */
  readonly value: string;
  readonly privateKey?: string;
  /** `kid` of a key that we publish. */
  readonly keyId?: string;
  readonly expiresAt: Date | null;
}

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
