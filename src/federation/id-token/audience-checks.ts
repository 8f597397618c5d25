import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { IdTokenExpectation, VerifiedToken } from './id-token-expectation.js';
import { type Finding, finding } from './id-token-finding.js';

/** The audiences as a list; null when `aud` is neither a text nor a list of texts, or names nobody. */
function readAudience(aud: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const texts = list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  return texts.length === list.length && texts.length > 0 ? texts : null;
}

/** OpenID Connect Core §3.1.3.7 item 3: `aud` contains our client id, and nobody whom we do not know. */
export function checkAudience({ claims }: VerifiedToken, { clientId }: IdTokenExpectation): Finding[] {
  const { aud } = claims;
  const audiences = readAudience(aud);
  if (audiences === null) {
    const detail =
      Array.isArray(aud) && aud.length === 0
        ? `aud: the list is empty: the provider names no audience; set ${quoteForeign(clientId)} as the audience of the client there`
        : `aud: expected text or a list of texts, saw ${typeName(aud)}`;
    return [finding('id_token.audience_missing', detail, 'audience')];
  }
  if (!audiences.includes(clientId)) {
    const detail = `aud: expected ${quoteForeign(clientId)}, saw ${quoteForeign(audiences.join(', '))}`;
    return [finding('id_token.audience_mismatch', detail, 'audience')];
  }
  const strangers = audiences.filter((audience) => audience !== clientId);
  if (strangers.length === 0) return [];
  const detail = `aud: expected ${quoteForeign(clientId)} alone, saw also ${quoteForeign(strangers.join(', '))}`;
  return [finding('id_token.audience_extra', detail, 'extra-audience', 'audience')];
}

/** OpenID Connect Core §3.1.3.7 items 4 and 5: `azp`, where there is one, is our client id. */
export function checkAuthorizedParty({ claims }: VerifiedToken, { clientId }: IdTokenExpectation): Finding[] {
  const { azp } = claims;
  if (azp === undefined || azp === null || azp === clientId) return [];
  const seen = typeof azp === 'string' ? quoteForeign(azp) : typeName(azp);
  const detail = `azp: expected ${quoteForeign(clientId)} or none, saw ${seen}`;
  return [finding('id_token.authorized_party_mismatch', detail, 'foreign-azp')];
}
