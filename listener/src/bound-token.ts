import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type ConnectionCertificate, certificateThumbprint } from './certificate.js';
import { type IssuerKeys, keysOf } from './issuer-keys.js';
import { ListenerError, type TokenFault } from './listener-error.js';
import { numberOption } from './number-option.js';
import { headerOf, type ReceivedRequest } from './received-request.js';

/** What must hold. All members but the last four are needed; what is left out by mistake must not open anything. */
export interface BoundTokenOptions {
  /** The authorization server, exactly as `iss` has it. */
  readonly issuer: string;
  /** This API, exactly as `aud` has it. */
  readonly audience: string;
  /** The tenant whose tokens are taken. `null` only for an issuer that is not Countersign and knows no tenants. */
  readonly tenant: string | null;
  /** The client certificate of this connection; see `certificateOf`. */
  readonly certificate: ConnectionCertificate;
  /** All of these must have been granted. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** Default: what the issuer's metadata name. */
  readonly keys?: IssuerKeys | undefined;
  /** Values of `typ` that are taken. Default: `at+jwt` (RFC 9068 §4); some issuers write `JWT`, as they do in ID tokens. */
  readonly types?: readonly string[] | undefined;
  /** Default: 30. */
  readonly clockToleranceSeconds?: number | undefined;
}

export interface BoundToken {
  readonly clientId: string | null;
  readonly subject: string | null;
  readonly tenant: string | null;
  readonly scopes: readonly string[];
  /** `x5t#S256` of the certificate, of the connection and of the token alike. */
  readonly thumbprint: string;
  readonly claims: JWTPayload;
}

/** Asymmetric ones only: with a shared key whoever verifies could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const NEEDED = ['issuer', 'audience', 'tenant', 'certificate'] as const;
const DEFAULT_CLOCK_TOLERANCE_SECONDS = 30;

/**
 * Takes a request only with an access token of the right issuer, audience, tenant and scopes that is bound to the client
 * certificate of this very connection (RFC 8705 §3, RFC 9068 §4).
 *
 * @throws {ListenerError} with a code, the status to answer, and `WWW-Authenticate` in `headers`
 * @throws {TypeError} when an option is missing or empty, or a limit limits nothing
 */
export async function requireCertificateBoundToken(
  request: ReceivedRequest,
  options: BoundTokenOptions,
): Promise<BoundToken> {
  const given: Partial<BoundTokenOptions> = options;
  const missing = NEEDED.filter(
    (name) => !(name in given) || (name !== 'certificate' && (given[name] === undefined || given[name] === '')),
  );
  if (missing.length > 0) throw new TypeError(`${missing.join(', ')} must be given`);
  const tolerance = numberOption(
    'clockToleranceSeconds',
    options.clockToleranceSeconds,
    DEFAULT_CLOCK_TOLERANCE_SECONDS,
  );
  const token = bearerToken(request);
  const thumbprint = certificateThumbprint(options.certificate);
  if (thumbprint === null) throw refusal('certificate_missing', 'The client showed no certificate on this connection.');
  const claims = await verifiedClaims(token, await keysOf(options.issuer, options.keys), options, tolerance);
  judgeBinding(claims, thumbprint);
  if (options.tenant !== null && claims['tenant'] !== options.tenant)
    throw refusal('tenant_differs', 'The token belongs to another tenant.');
  const scopes = grantedScopes(claims);
  const lacking = (options.scopes ?? []).filter((scope) => !scopes.includes(scope));
  if (lacking.length > 0) throw insufficientScope(lacking);
  return {
    clientId: textOrNull(claims['client_id']),
    subject: claims.sub ?? null,
    tenant: textOrNull(claims['tenant']),
    scopes,
    thumbprint,
    claims,
  };
}

function bearerToken(request: ReceivedRequest): string {
  const header = headerOf(request, 'authorization');
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token !== undefined) return token;
  throw new ListenerError('token_missing', 401, 'The request has no bearer token in Authorization.', {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

async function verifiedClaims(
  token: string,
  keys: JWTVerifyGetKey,
  options: BoundTokenOptions,
  clockTolerance: number,
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: options.issuer,
      audience: options.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance,
    });
    const type = (protectedHeader.typ ?? '').toLowerCase().replace(/^application\//, '');
    if (!(options.types ?? ['at+jwt']).some((allowed) => allowed.toLowerCase() === type))
      throw refusal('token_invalid', `The token's typ is "${type}"; an ID token is no access token.`);
    return payload;
  } catch (cause) {
    throw translated(cause, options.issuer);
  }
}

/** The server's own fault (keys that cannot be had) must not look like the caller's. */
function translated(cause: unknown, issuer: string): unknown {
  if (cause instanceof ListenerError) return cause;
  const isTokens = cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout) && !isKeySetFault(cause);
  if (isTokens) return refusal('token_invalid', `The token was refused: ${cause.message}.`, cause);
  return new ListenerError('issuer_keys_unavailable', 503, `The keys of ${issuer} could not be read.`, { cause });
}

function isKeySetFault(cause: errors.JOSEError): boolean {
  // jose throws its plain base error for an answer of the key set's address that is none.
  return cause instanceof errors.JWKSInvalid || cause.code === errors.JOSEError.code;
}

function judgeBinding(claims: JWTPayload, thumbprint: string): void {
  const confirmation = claims['cnf'];
  const bound =
    typeof confirmation === 'object' && confirmation !== null && 'x5t#S256' in confirmation
      ? confirmation['x5t#S256']
      : undefined;
  if (typeof bound !== 'string')
    throw refusal('token_not_bound', 'The token is bound to no certificate: whoever copied it could use it.');
  if (bound !== thumbprint)
    throw refusal('certificate_differs', 'The token is bound to another certificate than that of this connection.');
}

function grantedScopes(claims: JWTPayload): readonly string[] {
  const scope = claims['scope'];
  return typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function refusal(code: TokenFault, message: string, cause?: unknown): ListenerError {
  return new ListenerError(code, 401, message, {
    cause,
    headers: { 'WWW-Authenticate': `Bearer error="invalid_token", error_description="${code}"` },
  });
}

function insufficientScope(lacking: readonly string[]): ListenerError {
  return new ListenerError('insufficient_scope', 403, `The token lacks: ${lacking.join(' ')}.`, {
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${lacking.join(' ')}"` },
  });
}
