import { CountersignError } from '../errors/countersign-error.js';
import type { Principal } from './principal.js';

/** JWS algorithms of DPoP proofs that are taken, as metadata (RFC 9449 §5.1) and challenges say them. */
export const PROOF_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'] as const;

/** How a token is presented: as `DPoP` if it is bound to a key. */
export type TokenScheme = 'Bearer' | 'DPoP';

interface Challenge {
  /** RFC 6750 §3.1, or `invalid_dpop_proof`; absent: nothing was presented. */
  readonly error?: string;
  /** What the token would need. */
  readonly scopes?: readonly string[];
}

/** Header of an answer that refuses a token (RFC 6750 §3, RFC 9449 §7.1). */
export function challenge(
  scheme: TokenScheme,
  { error, scopes = [] }: Challenge = {},
): { readonly 'www-authenticate': string } {
  const parameters = [
    'realm="countersign"',
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(scopes.length === 0 ? [] : [`scope="${scopes.join(' ')}"`]),
    ...(scheme === 'DPoP' ? [`algs="${PROOF_ALGORITHMS.join(' ')}"`] : []),
  ];
  return { 'www-authenticate': `${scheme} ${parameters.join(', ')}` };
}

export const schemeOf = ({ binding }: Pick<Principal, 'binding'>): TokenScheme =>
  binding?.kind === 'dpop' ? 'DPoP' : 'Bearer';

/**
 * The refusal of somebody who lacks a scope (`access.scope_missing`).
 * @param missing empty: nobody has it
 */
export function scopeMissing(
  principal: Pick<Principal, 'binding'>,
  missing: readonly string[],
  detail: string,
): CountersignError {
  return new CountersignError('access.scope_missing', {
    detail,
    headers: challenge(schemeOf(principal), { error: 'insufficient_scope', scopes: missing }),
  });
}
