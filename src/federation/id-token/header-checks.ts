import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { type Finding, finding } from './finding.js';
import type { VerifiedToken } from './id-token-expectation.js';

/** RFC 8725 §3.11: a token that names another type is not an ID token. `typ` is optional for ID tokens. */
export function checkType({ header }: VerifiedToken): Finding[] {
  const type = header['typ'];
  if (type === undefined) return [];
  if (typeof type === 'string' && /^(application\/)?jwt$/i.test(type)) return [];
  const seen = typeof type === 'string' ? quoteForeign(type) : typeName(type);
  return [finding('id_token.type_unexpected', `header typ: expected "JWT" or none, saw ${seen}`, 'any-typ')];
}
