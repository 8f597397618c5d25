/** An API of a tenant that our tokens protect. */
export interface OAuthResource {
  readonly id: string;
  readonly tenantId: string;
  /** Audience of its tokens, compared as text (RFC 8707 §2). */
  readonly identifier: string;
  readonly scopes: readonly string[];
  /** null: as the client says. */
  readonly tokenFormat: 'jwt' | 'opaque' | null;
  /** null: as the client says. */
  readonly accessSeconds: number | null;
  readonly mutualTlsRequired: boolean;
  /** Counts its changes, from 1. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
