import type { AdapterPayload } from 'oidc-provider';

/** What an artifact is about: stands beside its sealed payload, so that it can be found and ended by it. */
export interface ArtifactSubject {
  /** Of the client; null: nobody's yet, as a browser's session before somebody has logged in. */
  readonly tenantId: string | null;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly grantId: string | null;
  /** The browser session in which it was given, or which it is. */
  readonly sessionUid: string | null;
  /** It ends when that session does, also by itself. */
  readonly withSession: boolean;
}

/** Something of the authorization server that has an id and ends: a code, a token, a grant, a session, an interaction. */
export interface NewArtifact {
  /** As oidc-provider names its model, e.g. `RefreshToken`. */
  readonly kind: string;
  /** What its holder presents. Stored as a hash only. */
  readonly id: string;
  readonly subject: ArtifactSubject;
  readonly payload: AdapterPayload;
  readonly expiresAt: Date;
  /** Of a session: the login that began it; null: nobody has logged in, or it is no session. */
  readonly startedAt: Date | null;
}

export interface StoredArtifact {
  readonly payload: AdapterPayload;
  readonly tenantId: string | null;
  readonly expiresAt: Date;
  readonly consumedAt: Date | null;
}
