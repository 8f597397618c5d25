import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { isExpectedIssuer } from '../issuer.js';
import type { IdTokenExpectation, VerifiedToken } from './id-token-expectation.js';
import { type Finding, finding } from './id-token-finding.js';

/** OpenID Connect Core §3.1.3.7 item 2: `iss` is exactly the issuer. */
export function checkIssuer({ claims }: VerifiedToken, { issuer }: IdTokenExpectation): Finding[] {
  const { iss } = claims;
  if (typeof iss !== 'string' || iss === '') {
    return [finding('id_token.issuer_missing', `iss: expected text, saw ${typeName(iss)}`, 'issuer')];
  }
  if (isExpectedIssuer(iss, issuer)) return [];
  const detail = `iss: expected ${quoteForeign(issuer.issuer)}, saw ${quoteForeign(iss)}`;
  return [finding('id_token.issuer_mismatch', detail, 'issuer')];
}

/** Entra ID: the directory of the account must be on the allow-list, and be the one that `iss` names. */
export function checkDirectory({ claims }: VerifiedToken, { issuer }: IdTokenExpectation): Finding[] {
  if (issuer.allowedTenantIds.length === 0) return [];
  const { tid, iss } = claims;
  if (typeof tid !== 'string' || !issuer.allowedTenantIds.includes(tid.toLowerCase())) {
    const seen = typeof tid === 'string' ? 'one that is not on the list' : typeName(tid);
    return [finding('id_token.tenant_not_allowed', `tid: expected one of allowedTenantIds, saw ${seen}`)];
  }
  if (typeof iss === 'string' && isExpectedIssuer(iss, { ...issuer, allowedTenantIds: [tid.toLowerCase()] })) return [];
  return [finding('id_token.issuer_mismatch', 'iss: expected the directory that tid names', 'issuer')];
}
