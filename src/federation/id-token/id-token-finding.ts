import type { ErrorCode } from '../../errors/catalogue.js';
import type { IdTokenException } from '../../providers/provider-configuration.js';

/** What an admin may give up: a named exception, or a member of `idToken.validate`. */
export type Relaxation = IdTokenException | 'issuer' | 'audience' | 'expiration' | 'notBefore' | 'issuedAt';

type IdTokenCode = Extract<ErrorCode, `id_token.${string}`>;

/** A check that failed. */
export interface Finding {
  readonly code: IdTokenCode;
  /** What was seen and what was expected; never the value of a claim about a person. */
  readonly detail: string;
  /** Any of these lets it pass. Empty: nothing does. */
  readonly relaxedBy: readonly Relaxation[];
}

export function finding(code: IdTokenCode, detail: string, ...relaxedBy: readonly Relaxation[]): Finding {
  return { code, detail, relaxedBy };
}
