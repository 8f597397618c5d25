import type { SourcedClaims } from '../claims/sourced-claims.js';
import type { ErrorCode } from '../errors/catalogue.js';
import type { QuotedDetail } from '../errors/countersign-error.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { LogoutToken } from './logout/judge-logout-token.js';

export type { LogoutToken } from './logout/judge-logout-token.js';

/**
 * One trip to one provider: an authorization request, its callback, and everything fetched after it. A trip knows nothing
 * of envelopes or signers; whoever owns it (a signer authentication, a test login) decides what it means.
 */

/** What an attempt must remember between the authorization request and the callback. Secrets: store sealed. */
export interface TripSecrets {
  /** The `state` parameter (RFC 6749 §4.1.1), 256 bits, base64url. */
  readonly state: string;
  readonly nonce: string | null;
  /** RFC 7636 §4.1; null only when the provider's configuration turns PKCE off. */
  readonly codeVerifier: string | null;
  /** JWK of the attempt's own DPoP key pair (RFC 9449); null when DPoP is off. */
  readonly dpopKey: Readonly<Record<string, unknown>> | null;
}

export interface StartedTrip {
  /** Where to send the browser. Holds `state`: never log it whole. */
  readonly authorizationUrl: string;
  readonly secrets: TripSecrets;
  /** SHA-256 (hex) of the provider metadata used, which the attempt pins. */
  readonly metadataHash: string;
  readonly steps: readonly StepRecord[];
}

export interface StartTrip {
  readonly provider: ProviderForTrip;
  readonly redirectUri: string;
  /** BCP 47; becomes `ui_locales` where the provider's kind knows it. */
  readonly language: string | null;
  /** The recipient's e-mail, only when the provider opts in. */
  readonly loginHint: string | null;
  readonly signal: AbortSignal;
}

/** What came back in the browser: query of a GET or form of a POST, duplicates kept. */
export interface CallbackParameters {
  readonly method: 'GET' | 'POST';
  readonly parameters: URLSearchParams;
}

export interface CompleteTrip {
  readonly provider: ProviderForTrip;
  readonly redirectUri: string;
  readonly secrets: TripSecrets;
  readonly metadataHash: string;
  readonly callback: CallbackParameters;
  /** Bounds the whole callback (20 s). */
  readonly signal: AbortSignal;
  /** The time that token lifetimes are judged against. */
  readonly now: () => Date;
}

/** One call or judgement of a trip, as the step report and the trail show it. Holds no token, code, secret or claim value. */
export interface StepRecord {
  readonly step: TripStep;
  /** Resource name, for `resource`. */
  readonly name?: string;
  /** 1 or 2 for the two calls of a resource URI. */
  readonly call?: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly request?: { readonly method: string; readonly url: string; readonly tokenSentAs?: readonly string[] };
  readonly response?: { readonly status: number; readonly mediaType: string | null; readonly bytes: number };
  readonly outcome: 'ok' | ErrorCode;
  /** Human-readable addition, e.g. what was seen and expected; never a claim value. */
  readonly detail?: string;
}

export type TripStep =
  | 'discovery'
  | 'pushed_authorization'
  | 'authorization_request'
  | 'authorization_response'
  | 'token_request'
  | 'jwks'
  | 'id_token'
  | 'resource'
  | 'policy';

/** Raw evidence of a verified ID token. */
export interface IdTokenEvidence {
  /** The compact JWS as received (after decryption of an outer JWE, whose compact form stands in `encrypted`). */
  readonly raw: string;
  readonly encrypted: string | null;
  /** The JWK that verified it; null for HS* (keyed with the client secret). */
  readonly jwk: Readonly<Record<string, unknown>> | null;
  /** RFC 7638 SHA-256 thumbprint, base64url; null for HS*. */
  readonly jwkThumbprint: string | null;
  /** The whole JWK set in use and whether it is seen for the first time at this provider. */
  readonly jwks: Readonly<Record<string, unknown>> | null;
}

export interface ResourceEvidence {
  readonly name: string;
  readonly uri: string;
  readonly calls: readonly {
    readonly status: number | null;
    readonly tokenSentAs: readonly string[];
    readonly outcome: 'ok' | ErrorCode;
  }[];
  /** The body of the last answer that was a success, as received, believed or not; null when there was none. */
  readonly body: Uint8Array | null;
  readonly mediaType: string | null;
  readonly retain: 'all' | 'mapped' | 'digest';
  /** What was let pass in that body because the admin allows it by name. */
  readonly relaxations: readonly string[];
  /** For `mapped`, once the document was believed: what its mappings read, by claim path. */
  readonly mapped?: Readonly<Record<string, unknown>>;
}

/** What a successful trip found out. Everything in it has been verified. */
export interface CompletedTrip {
  readonly sources: readonly SourcedClaims[];
  readonly subject: { readonly issuer: string; readonly sub: string };
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly authTime: Date | null;
  readonly idToken: IdTokenEvidence | null;
  readonly resources: readonly ResourceEvidence[];
  /** Checks that the admin has relaxed and that would have refused, e.g. `stale-iat`, `issuer`, `latin-1`. */
  readonly relaxations: readonly string[];
  readonly tokenType: string;
  readonly steps: readonly StepRecord[];
  /** RP-initiated logout URL where the provider opts in, else null. Holds the ID token as hint: never log it. */
  readonly logoutUrl: string | null;
}

/** A refused or broken trip. `steps` holds everything that happened before, ending with the failing step. */
export interface TripFailure {
  readonly code: ErrorCode;
  /** For admins: what was seen and what was expected; never a token, code, secret or claim value. */
  readonly detail: string;
  /** The two parts of `detail` when it ends in the provider's own words. */
  readonly quoted?: QuotedDetail | undefined;
  readonly steps: readonly StepRecord[];
  readonly resources: readonly ResourceEvidence[];
  readonly idToken: IdTokenEvidence | null;
  /** Issuer of the metadata that the trip went by; null when it failed before it had any. */
  readonly issuer: string | null;
}

export type TripOutcome =
  | { readonly kind: 'completed'; readonly trip: CompletedTrip }
  | { readonly kind: 'failed'; readonly failure: TripFailure };

/**
 * Runs trips. `start` throws a `CountersignError` of step `discovery`, `pushed_authorization` or `authorization_request`.
 * `complete` never throws for what a provider does: it answers `failed`. It MUST send the authorization code at most once.
 */
export abstract class Federation {
  abstract start(start: StartTrip): Promise<StartedTrip>;
  abstract complete(complete: CompleteTrip): Promise<TripOutcome>;
  /**
   * Judges what a provider posts when somebody has logged out there (OpenID Connect Back-Channel Logout 1.0).
   * @throws CountersignError `logout.token_refused`, or of step `discovery` or `jwks` when the keys cannot be fetched
   */
  abstract logoutToken(provider: ProviderForTrip, token: string, signal: AbortSignal): Promise<LogoutToken>;
  /**
   * The `state` inside an encrypted authorization response (JARM), which nothing else tells. Makes no call and verifies
   * nothing: it only finds the attempt, and completing the trip judges the response. Null when there is none to be read.
   */
  abstract encryptedState(provider: ProviderForTrip, callback: CallbackParameters): Promise<string | null>;
}
