import { createLocalJWKSet, errors, type JWK, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { asymmetricSigningAlgorithms } from '../../credentials/algorithms.schema.js';

const HOUR = 60 * 60;
const TOLERANCE = 15;

/** What an assertion of the JWT Grant says (RFC 7523 §3). */
interface JwtAssertion {
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly jti: string;
  readonly expiresAt: Date;
}

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string()).length(1)], { error: 'aud must be one value' }),
  iat: z.number({ error: 'iat is missing' }),
  exp: z.number({ error: 'exp is missing' }),
  jti: z.string({ error: 'jti is missing' }).min(1).max(512),
  scope: z.string().optional(),
});

interface Expected {
  readonly clientId: string;
  readonly keys: readonly JWK[];
  readonly audiences: ReadonlySet<string>;
  readonly now: Date;
}

/**
 * Verifies an assertion with the keys of the client, and judges its claims.
 * @returns what is wrong, for the client, where something is
 */
export async function judgeAssertion(
  assertion: string,
  expected: Expected,
): Promise<JwtAssertion | { readonly fault: string }> {
  const payload = await verified(assertion, expected);
  if (payload === null) return { fault: 'the assertion is not signed by a key of this client' };
  const read = claimsSchema.safeParse(payload);
  if (!read.success) return { fault: read.error.issues[0]?.message ?? 'the assertion cannot be read' };
  const { iss, sub, aud, iat, exp, jti, scope } = read.data;
  const fault = faultOf({ iss, aud: [aud].flat()[0] ?? '', iat, exp }, expected);
  if (fault !== null) return { fault };
  return {
    userId: sub,
    scopes: scope?.split(' ').filter((one) => one !== '') ?? [],
    jti,
    expiresAt: new Date((exp + TOLERANCE) * 1000),
  };
}

function faultOf(
  { iss, aud, iat, exp }: { readonly iss: string; readonly aud: string; readonly iat: number; readonly exp: number },
  { clientId, audiences, now }: Expected,
): string | null {
  const seconds = now.getTime() / 1000;
  if (iss !== clientId) return 'iss must be the client_id';
  if (!audiences.has(aud)) return 'aud must be the issuer, its token endpoint or its host name';
  if (iat > seconds + TOLERANCE) return 'iat must not lie in the future';
  if (exp <= seconds) return 'the assertion has expired';
  return exp - iat > HOUR || exp > seconds + HOUR + TOLERANCE ? 'exp must be at most one hour after iat' : null;
}

/** Time is judged afterwards, so that it can be named. */
async function verified(assertion: string, { keys, now }: Expected): Promise<JWTPayload | null> {
  for (const jwk of keys) {
    try {
      const { payload } = await jwtVerify(assertion, createLocalJWKSet({ keys: [jwk] }), {
        algorithms: [...asymmetricSigningAlgorithms],
        currentDate: now,
        clockTolerance: 10 * 365 * 24 * HOUR,
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return null;
}
