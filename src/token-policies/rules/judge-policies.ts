import { type Circumstances, mismatchOf } from './matches.js';
import type { PolicyLevel, TokenPolicy } from './token-policy.js';

/** A token that is about to be issued, as policies see it. */
export interface JudgedToken extends Circumstances {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly authentication: string;
  readonly binding: 'none' | 'certificate' | 'dpop';
}

/** What one policy said. */
interface PolicyOutcome {
  readonly policy: TokenPolicy;
  /** null: it matches. */
  readonly mismatch: string | null;
  /** What it demands and does not find; null: nothing. */
  readonly lacking: string | null;
}

/** Why no token is issued. */
interface PolicyRefusal {
  readonly level: PolicyLevel;
  /** null: no policy of the level that allows has matched. */
  readonly policy: TokenPolicy | null;
  /** For the trail. */
  readonly reason: string;
  /** For the client, without inside knowledge. */
  readonly description: string;
}

export interface PolicyVerdict {
  readonly refusal: PolicyRefusal | null;
  /** null: no policy says. */
  readonly maximumSeconds: number | null;
  /** Of every policy that is about the token, in the order of the levels. */
  readonly outcomes: readonly PolicyOutcome[];
}

const NOT_ALLOWED = 'the request is not allowed by a policy';

/** The policies of one level that concern a token: those of a scope are a level of their own for each scope. */
function levelsOf(policies: readonly TokenPolicy[], { clientId, scopes }: JudgedToken) {
  const at = (level: PolicyLevel, subject: string | null) => ({
    level,
    policies: policies.filter((policy) => policy.level === level && policy.subject === subject),
  });
  return [at('tenant', null), at('client', clientId), ...[...new Set(scopes)].map((scope) => at('scope', scope))];
}

/**
 * Judges a token by the policies of its tenant, its client and each of its scopes. A level without policies allows. At each level one
 * matching `deny` refuses; if there are `allow` policies at least one has to match; what every matching policy requires has to
 * hold. The shortest of the longest lives that matching policies name is the token's.
 */
export function judgePolicies(policies: readonly TokenPolicy[], token: JudgedToken): PolicyVerdict {
  const judged = levelsOf(policies, token).map(({ level, policies: ofLevel }) => ({
    level,
    outcomes: ofLevel.map((policy) => outcomeOf(policy, token)),
  }));
  const outcomes = judged.flatMap((one) => one.outcomes);
  const longest = outcomes.flatMap(({ policy, mismatch }) =>
    mismatch === null && policy.require.maximumSeconds !== undefined ? [policy.require.maximumSeconds] : [],
  );
  return {
    refusal:
      judged.map(({ level, outcomes: ofLevel }) => refusalAt(level, ofLevel)).find((one) => one !== null) ?? null,
    maximumSeconds: longest.length === 0 ? null : Math.min(...longest),
    outcomes,
  };
}

function outcomeOf(policy: TokenPolicy, token: JudgedToken): PolicyOutcome {
  const mismatch = mismatchOf(policy, token);
  return { policy, mismatch, lacking: mismatch === null ? lackingOf(policy, token) : null };
}

function lackingOf({ require }: TokenPolicy, { binding, authentication }: JudgedToken): string | null {
  if (require.binding !== undefined && require.binding !== binding)
    return require.binding === 'certificate'
      ? 'a certificate-bound token is required (mutual TLS)'
      : 'a DPoP-bound token is required';
  if (require.authentication?.some((method) => method === authentication) === false)
    return `client authentication by ${require.authentication.join(' or ')} is required`;
  return null;
}

function refusalAt(level: PolicyLevel, outcomes: readonly PolicyOutcome[]): PolicyRefusal | null {
  const matching = outcomes.filter(({ mismatch }) => mismatch === null);
  const denying = matching.find(({ policy }) => policy.effect === 'deny');
  if (denying !== undefined)
    return { level, policy: denying.policy, reason: denying.policy.reason, description: NOT_ALLOWED };
  const hasAllowing = outcomes.some(({ policy }) => policy.effect === 'allow');
  if (hasAllowing && !matching.some(({ policy }) => policy.effect === 'allow'))
    return {
      level,
      policy: null,
      reason: `None of the policies that allow at level ${level} matches`,
      description: NOT_ALLOWED,
    };
  const lacking = matching.find((one) => one.lacking !== null);
  return lacking?.lacking == null
    ? null
    : { level, policy: lacking.policy, reason: lacking.policy.reason, description: lacking.lacking };
}
