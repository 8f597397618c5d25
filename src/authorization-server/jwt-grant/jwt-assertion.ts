import { compactVerify, createLocalJWKSet, errors, type JWK } from 'jose';
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

/** Words of a claim that is not as it has to be, for the client. */
const claim = (name: string, wanted: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `${name} is missing` : `${name} must be ${wanted}`,
});

const claimsSchema = z.object(
  {
    iss: z.string(claim('iss', 'the client_id')),
    sub: z.string(claim('sub', 'the id of a user')),
    aud: z.preprocess(
      (aud): unknown => (Array.isArray(aud) && aud.length === 1 ? aud[0] : aud),
      z.string(claim('aud', 'one value')),
    ),
    iat: z.number(claim('iat', 'a number of seconds')),
    nbf: z.number(claim('nbf', 'a number of seconds')).optional(),
    exp: z.number(claim('exp', 'a number of seconds')),
    jti: z.string(claim('jti', 'text')).regex(/^[^]{1,512}$/, 'jti must be 1 to 512 characters'),
    scope: z.string(claim('scope', 'text, with spaces between the scopes')).optional(),
  },
  'the claims must be a JSON object',
);

type Claims = z.output<typeof claimsSchema>;

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
  const read = claimsSchema.safeParse(claimsIn(payload));
  if (!read.success) return { fault: read.error.issues[0]?.message ?? 'the assertion cannot be read' };
  const { sub, exp, jti, scope } = read.data;
  const fault = faultOf(read.data, expected);
  if (fault !== null) return { fault };
  return {
    userId: sub,
    scopes: scope?.split(' ').filter((one) => one !== '') ?? [],
    jti,
    expiresAt: new Date((exp + TOLERANCE) * 1000),
  };
}

function claimsIn(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}

function faultOf(
  { iss, aud, iat, nbf, exp }: Omit<Claims, 'sub' | 'jti' | 'scope'>,
  { clientId, audiences, now }: Expected,
): string | null {
  const seconds = now.getTime() / 1000;
  if (iss !== clientId) return 'iss must be the client_id';
  if (!audiences.has(aud)) return 'aud must be the issuer, its token endpoint or its host name';
  if (iat > seconds + TOLERANCE) return 'iat must not lie in the future';
  if (nbf !== undefined && nbf > seconds + TOLERANCE) return 'nbf lies in the future: the assertion does not count yet';
  if (exp <= seconds) return 'the assertion has expired';
  return exp - iat > HOUR || exp > seconds + HOUR + TOLERANCE ? 'exp must be at most one hour after iat' : null;
}

/** @returns what one of the keys has signed; null: none has */
async function verified(assertion: string, { keys }: Expected): Promise<Uint8Array | null> {
  for (const jwk of keys) {
    try {
      const { payload } = await compactVerify(assertion, createLocalJWKSet({ keys: [jwk] }), {
        algorithms: [...asymmetricSigningAlgorithms],
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return null;
}
