import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { refuse } from '../refusal.js';

/** How a person logged in, as far as the ID token says it. */
interface Assurance {
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly authTime: Date | null;
}

/** First and last second that RFC 3339 can write (years 0 to 9999): milliseconds in `auth_time` are beyond, and no reader of an event could read the year 58134. */
const WRITABLE = { from: -62_167_219_200, to: 253_402_300_799 };

function readAmr(amr: unknown): readonly string[] {
  // One method as bare text is a common slip (OpenID Connect Core §2 wants a list).
  const list: readonly unknown[] = Array.isArray(amr) ? amr : [amr];
  return list.filter((entry): entry is string => typeof entry === 'string');
}

/** Reads `acr`, `amr` and `auth_time` (OpenID Connect Core §2) of a verified ID token; null for a login without one. */
function readAssurance(claims: JsonObject | null): Assurance {
  const acr = claims?.['acr'];
  const authTime = claims?.['auth_time'];
  const isWritable = typeof authTime === 'number' && authTime >= WRITABLE.from && authTime <= WRITABLE.to;
  return {
    acr: typeof acr === 'string' ? acr : null,
    amr: readAmr(claims?.['amr']),
    authTime: isWritable ? new Date(authTime * 1000) : null,
  };
}

/**
 * Judges how strong and recent a login is, as the claims of its ID token say it. What is required and not said fails. Pure.
 * @returns what they say
 * @throws CountersignError of step `policy`
 */
export function requireAssurance(
  claims: JsonObject | null,
  { assurance, idToken }: ProviderConfiguration,
  now: Date,
): Assurance {
  const said = readAssurance(claims);
  const { acr, amr } = said;
  const { requiredAcr, requiredAmr, maxAuthenticationAgeSeconds: oldest } = assurance;
  if (requiredAcr.length > 0 && (acr === null || !requiredAcr.includes(acr))) {
    const seen = acr === null ? typeName(claims?.['acr']) : quoteForeign(acr);
    throw refuse('policy.acr_insufficient', `acr: expected one of ${requiredAcr.join(', ')}, saw ${seen}`);
  }
  const lacking = requiredAmr.filter((method) => !amr.includes(method));
  if (lacking.length > 0) {
    const seen = amr.length === 0 ? typeName(claims?.['amr']) : quoteForeign(amr.join(', '));
    throw refuse('policy.amr_insufficient', `amr: expected also ${lacking.join(', ')}, saw ${seen}`);
  }
  if (oldest === null) return said;
  const tolerance = idToken?.clockToleranceSeconds ?? 0;
  const authTime = claims?.['auth_time'];
  const age = Number.isFinite(authTime) ? now.getTime() / 1000 - Number(authTime) : null;
  if (age === null || age < -tolerance) {
    const seen = age === null ? typeName(authTime) : `a time ${Math.ceil(-age)} s ahead of our clock`;
    throw refuse('policy.authentication_time_missing', `auth_time: expected a past time in seconds, saw ${seen}`);
  }
  if (age > oldest + tolerance) {
    const detail = `auth_time: expected at most ${oldest} s ago, saw ${Math.ceil(age)} s`;
    throw refuse('policy.authentication_too_old', detail);
  }
  return said;
}
