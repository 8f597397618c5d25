import type { JsonObject } from '../../json/json-object.js';
import type { IdToken } from '../../providers/provider-configuration.js';
import type { ExpectedIssuer } from '../issuer.js';

/** Header and claims of a token whose signature has been verified. */
export interface VerifiedToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/** Everything that an ID token is judged against. */
export interface IdTokenExpectation {
  readonly clientId: string;
  readonly issuer: ExpectedIssuer;
  /** Null when none was sent. */
  readonly nonce: string | null;
  readonly settings: Pick<IdToken, 'validate' | 'exceptions' | 'clockToleranceSeconds'>;
  readonly accessToken: string | null;
  readonly now: Date;
}
