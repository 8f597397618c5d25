import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { checkAudience, checkAuthorizedParty } from './audience-checks.js';
import { checkAccessTokenHash, checkNonce, checkSubject } from './binding-checks.js';
import type { IdTokenExpectation, VerifiedToken } from './id-token-expectation.js';
import { type Finding, finding, type Relaxation } from './id-token-finding.js';
import { checkDirectory, checkIssuer } from './issuer-checks.js';
import { checkExpiration, checkIssuedAt, checkNotBefore } from './time-checks.js';

type Check = (token: VerifiedToken, expected: IdTokenExpectation) => readonly Finding[];

/** RFC 8725 §3.11: a token that names another type is not an ID token. `typ` is optional for ID tokens. */
function checkType({ header }: VerifiedToken): Finding[] {
  const type = header['typ'];
  if (type === undefined || type === null) return [];
  if (typeof type === 'string' && /^(application\/)?jwt$/i.test(type)) return [];
  const seen = typeof type === 'string' ? quoteForeign(type) : typeName(type);
  return [finding('id_token.type_unexpected', `header typ: expected "JWT" or none, saw ${seen}`, 'any-typ')];
}

/** The whole claim policy, in the order in which faults are reported. */
const checks: readonly Check[] = [
  checkType,
  checkIssuer,
  checkAudience,
  checkAuthorizedParty,
  checkSubject,
  checkExpiration,
  checkNotBefore,
  checkIssuedAt,
  checkNonce,
  checkAccessTokenHash,
  checkDirectory,
];

interface IdTokenVerdict {
  /** Checks that failed and that nothing lets pass. Empty: the token is accepted. */
  readonly refusals: readonly Finding[];
  /** Relaxations that let something pass which would have been refused. */
  readonly relaxations: readonly Relaxation[];
}

/** What the admin has relaxed: the named exceptions, and the checks that are turned off. */
function relaxationsOf({ validate, exceptions }: IdTokenExpectation['settings']): ReadonlySet<Relaxation> {
  const turnedOff = (['issuer', 'audience', 'expiration', 'notBefore', 'issuedAt'] as const).filter(
    (check) => !validate[check],
  );
  return new Set<Relaxation>([...exceptions, ...turnedOff]);
}

/**
 * Judges header and claims of an ID token whose signature has been verified (OpenID Connect Core §3.1.3.7, RFC 8725, and
 * what neither demands: bounds on age and lifetime, no strange audience, a usable subject). Pure.
 */
export function judgeIdToken(token: VerifiedToken, expected: IdTokenExpectation): IdTokenVerdict {
  const allowed = relaxationsOf(expected.settings);
  const refusals: Finding[] = [];
  const relaxations = new Set<Relaxation>();
  for (const fault of checks.flatMap((check) => check(token, expected))) {
    const relaxedBy = fault.relaxedBy.find((relaxation) => allowed.has(relaxation));
    if (relaxedBy === undefined) refusals.push(fault);
    else relaxations.add(relaxedBy);
  }
  return { refusals, relaxations: [...relaxations] };
}
