import { z } from 'zod';

/** What an access token of ours says, whatever its form. */
export interface AccessTokenClaims {
  readonly jti: string;
  /** Name of the tenant. */
  readonly tenant: string;
  readonly clientId: string;
  /** The user for whom the client acts; null: for itself. */
  readonly userId: string | null;
  /** Of the authorization that it came from, and its refresh tokens. */
  readonly grantId: string | null;
  /** The consent on which a JWT Grant stands. */
  readonly consentId: string | null;
  /** How often the client had been disabled when it was issued; one that was once more accepts it no longer. */
  readonly clientEpoch: number;
  readonly audience: string;
  /** Separated by spaces; empty: no right at all. */
  readonly scope: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** `cnf.x5t#S256` (RFC 8705 §3.1). */
  readonly certificateThumbprint: string | null;
  /** `cnf.jkt` (RFC 9449 §6.1). */
  readonly keyThumbprint: string | null;
}

const jwtClaimsSchema = z.object({
  jti: z.string(),
  sub: z.string(),
  aud: z.string(),
  client_id: z.string(),
  tenant: z.string(),
  grant_id: z.string().optional(),
  consent_id: z.string().optional(),
  client_epoch: z.int().optional(),
  scope: z.string().default(''),
  iat: z.number(),
  exp: z.number(),
  cnf: z.object({ 'x5t#S256': z.string().optional(), jkt: z.string().optional() }).optional(),
});

/** Reads the claims of a JWT that was verified (RFC 9068 §2.2). @throws ZodError when it was made by nobody we know */
export function claimsOfJwt(payload: unknown): AccessTokenClaims {
  const read = jwtClaimsSchema.parse(payload);
  return {
    jti: read.jti,
    tenant: read.tenant,
    clientId: read.client_id,
    userId: read.sub === read.client_id ? null : read.sub,
    grantId: read.grant_id ?? null,
    consentId: read.consent_id ?? null,
    clientEpoch: read.client_epoch ?? 0,
    audience: read.aud,
    scope: read.scope,
    issuedAt: read.iat,
    expiresAt: read.exp,
    certificateThumbprint: read.cnf?.['x5t#S256'] ?? null,
    keyThumbprint: read.cnf?.jkt ?? null,
  };
}

/** `client_epoch` of a stored token, where none means that the client was never disabled. */
export function epochOf(extra: Readonly<Record<string, unknown>> | undefined): number {
  const epoch = extra?.['client_epoch'];
  return typeof epoch === 'number' ? epoch : 0;
}
