import type { PrincipalActor } from '../../access/principal.js';

/** That a client may do something for a user, or, given by an administrator, for the users of a tenant. */
export interface Consent {
  readonly id: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** null: every user of the tenant who may do nothing that whoever gave it may not. */
  readonly userId: string | null;
  /** The audience: names of scopes mean nothing outside it. */
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly givenBy: PrincipalActor;
  /** What an administrator who gave it could do then; null: a user gave it. */
  readonly giverScopes: readonly string[] | null;
  readonly givenAt: Date;
  readonly revokedAt: Date | null;
}
