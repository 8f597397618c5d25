import type { Configuration } from './configuration.js';
import type { StoredSlot } from './secrets-plan.js';
import type { MatchKind } from './target-url.js';

/** How calls of a tenant to a URL authenticate; what it is configured to stands in its revisions. */
export interface ExternalAuthentication {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  readonly match: MatchKind;
  /** The user who is told when calls stop working; null: the administrators. */
  readonly ownerId: string | null;
  /** Number of the newest revision, from 1. */
  readonly revision: number;
  /** Counts every change of its secrets, so that opened ones and tokens can be held in memory. */
  readonly credentialVersion: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A stored secret, sealed (context: table `external_authentication_secret`, row its id). */
export interface SealedSecret extends StoredSlot {
  readonly id: string;
  readonly sealed: Buffer;
  /** Public half of a key. */
  readonly publicJwk: PublicKey | null;
  readonly setAt: Date;
}

/** Public members of a JWK, with `kid`. */
export type PublicKey = Readonly<Record<string, string | readonly string[]>>;

export interface AuthenticationDetails {
  readonly authentication: ExternalAuthentication;
  readonly configuration: Configuration;
  /** SHA-256 (hex) of the configuration as canonical JSON (RFC 8785). */
  readonly hash: string;
  readonly secrets: readonly SealedSecret[];
}
