import type { Actor } from '../audit/recording.js';
import type { StoredCredential } from '../credentials/credential.js';
import type { ProviderUsage } from './configuration/provider-members.js';
import type { ProviderConfiguration, WrittenConfiguration } from './provider-configuration.js';

/** An identity provider of a tenant; what it is configured to stands in its revisions. */
export interface Provider {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly legacyName: string | null;
  /** Whether it may be used now, whatever revision an attempt has pinned. */
  readonly enabled: boolean;
  /** Who may log in at it now, whatever revision an attempt has pinned. */
  readonly usage: readonly ProviderUsage[];
  readonly showOnLoginPage: boolean;
  /** Number of the newest revision, from 1. */
  readonly revision: number;
  /** Counts every change of its credentials, so that opened ones can be held in memory. */
  readonly credentialVersion: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Set when deleted: the name is never reused and revisions stay readable. */
  readonly archivedAt: Date | null;
}

/** Why there is a new revision. */
export type RevisionChange = 'created' | 'replaced' | 'enabled' | 'disabled' | 'metadata_approved';

/** An immutable version of a provider's configuration, without credentials. */
export interface ProviderRevision {
  readonly number: number;
  readonly configuration: ProviderConfiguration;
  /** As it was written, which is what `hash` is of. */
  readonly written: WrittenConfiguration;
  /** SHA-256 (hex) of the configuration as canonical JSON (RFC 8785). */
  readonly hash: string;
  readonly change: RevisionChange;
  readonly actor: Actor;
  readonly createdAt: Date;
}

/** Origins of a provider's endpoints by the name of the metadata member, e.g. `token_endpoint`. */
export type PinnedOrigins = Readonly<Record<string, string>>;

/** What has been seen of the metadata of one issuer. */
export interface ProviderMetadata {
  readonly pinnedOrigins: PinnedOrigins | null;
  /** RFC 9207 `iss` came once and is required since. */
  readonly issuerParameterSeen: boolean;
}

/** A provider with everything that an answer about it shows. */
export interface ProviderDetails {
  readonly provider: Provider;
  readonly revision: ProviderRevision;
  readonly metadata: ProviderMetadata;
  readonly credentials: readonly StoredCredential[];
}
