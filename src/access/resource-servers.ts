import type { Lookups } from '../database/transaction.js';

/** An API of a tenant that our tokens protect. */
export interface ResourceServer {
  /** The audience of its tokens (RFC 8707): an absolute URI. */
  readonly identifier: string;
  readonly scopes: readonly string[];
  /** null: as the client says. */
  readonly tokenFormat: 'jwt' | 'opaque' | null;
  /** Longest life of its tokens in seconds; null: as the client says. */
  readonly accessSeconds: number | null;
  /** Its tokens are bound to a certificate, whatever the client says. */
  readonly mutualTlsRequired: boolean;
}

/** The APIs that tenants protect with our tokens, beside ours. `src/oauth-resources/` implements it. */
export abstract class ResourceServers {
  /** @returns null when the tenant has none of that identifier: another tenant's is none */
  abstract resourceFor(reading: Lookups, tenantId: string, identifier: string): Promise<ResourceServer | null>;

  /** Names of all scopes that the tenant's APIs know. */
  abstract scopesOf(reading: Lookups, tenantId: string): Promise<readonly string[]>;
}
