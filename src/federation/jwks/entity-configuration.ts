import { compactVerify } from 'jose';
import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { type CompactJws, readCompactJws } from '../jwt/compact-jws.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import { refuse } from '../refusal.js';
import { type KeySet, readKeySet } from './key-set.js';
import { selectKey } from './select-key.js';

/** Media type of an entity configuration (OpenID Federation 1.0 §9.2). */
export const entityStatementMediaType = 'application/entity-statement+jwt';

const wellKnownPath = '/.well-known/openid-federation';

function invalid(detail: string, cause?: unknown): Error {
  return refuse('jwks.entity_configuration_invalid', detail, cause);
}

/** What the statement says about itself. The entity must be the one whose address was asked, and speak for itself. */
function judgeStatement({ header, claims }: CompactJws, uri: string, askedAt: number): void {
  const { iss, sub, exp } = claims;
  const faults: string[] = [];
  if (header['typ'] !== 'entity-statement+jwt') faults.push('header typ: expected "entity-statement+jwt"');
  if (header['crit'] !== undefined) faults.push('header crit: expected none, no extension is understood');
  if (typeof iss !== 'string' || iss !== sub) faults.push('iss and sub: expected the same entity');
  else if (`${iss.replace(/\/$/, '')}${wellKnownPath}` !== uri) {
    faults.push(`iss: expected the entity whose configuration is at ${uri}, saw ${quoteForeign(iss)}`);
  }
  if (typeof exp !== 'number') faults.push(`exp: expected a time in seconds, saw ${typeName(exp)}`);
  else if (exp * 1000 <= askedAt) faults.push('exp has passed');
  if (faults.length > 0) throw invalid(faults.join('; '));
}

async function requireOwnSignature(statement: CompactJws, askedAt: number): Promise<void> {
  const own = readKeySet(statement.claims['jwks'], askedAt);
  if (own === null) throw invalid('jwks: expected the JWK set of the entity');
  const { alg } = statement.header;
  try {
    const key = selectKey(own, statement.header);
    await compactVerify(statement.raw, await key.forAlgorithm(alg), { algorithms: [alg] });
  } catch (cause) {
    const why = cause instanceof JwtFault ? cause.detail : 'it is not made with a key of the entity';
    throw invalid(`signature: ${why}`, cause);
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as JsonObject)[name] : null;
}

/**
 * Reads the keys of an OpenID provider that publishes them in its entity configuration (OpenID Federation 1.0 §3 and §9), as
 * SPID and CIE want it, in place of a JWK set. No trust chain is built: what vouches for the keys is TLS at the address that
 * the admin entered, as with any JWKS URI. The statement's own signature and names are judged, so that a stale or misplaced
 * one is noticed.
 * @param uri where it was fetched
 * @throws CountersignError `jwks.entity_configuration_invalid`
 */
export async function readEntityConfiguration(jwt: string, uri: string, askedAt: number): Promise<KeySet> {
  let statement: CompactJws;
  try {
    statement = readCompactJws(jwt.trim());
  } catch (error) {
    if (error instanceof JwtFault) throw invalid(`${error.reason}: ${error.detail}`, error);
    throw error;
  }
  judgeStatement(statement, uri, askedAt);
  await requireOwnSignature(statement, askedAt);
  const provider = memberOf(statement.claims['metadata'], 'openid_provider');
  const set = readKeySet(memberOf(provider, 'jwks'), askedAt);
  if (set !== null) return set;
  throw invalid('metadata.openid_provider.jwks: expected a list of JSON objects as member "keys"');
}
