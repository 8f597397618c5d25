import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import type { OutboundAnswer, OutboundProfile } from '../../outbound/outbound-call.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import { refuse } from '../refusal.js';
import type { TripLog } from '../trip-log.js';
import { entityStatementMediaType, readEntityConfiguration } from './entity-configuration.js';
import { type KeySet, readKeySet } from './key-set.js';

/** Judges the answer of a JWKS URI. But for entity configurations the media type does not count: key sets come under many. */
async function judgeKeySetAnswer(answer: OutboundAnswer, uri: string, askedAt: number): Promise<KeySet> {
  const { status } = answer;
  if (status >= 300 && status < 400) throw refuse('jwks.redirect', `status ${status}; redirects are not followed`);
  if (status !== 200) throw refuse('jwks.http_error', `expected status 200, saw ${status}`);
  if (answer.mediaType === entityStatementMediaType) {
    return await readEntityConfiguration(new TextDecoder().decode(answer.body), uri, askedAt);
  }
  const document = parseJsonDocument(answer.body, { topLevel: 'object' });
  if ('fault' in document) throw refuse('jwks.not_json', describeJsonFault(document));
  const set = readKeySet(document.value, askedAt);
  if (set === null) throw refuse('jwks.invalid', 'expected a list of JSON objects as member "keys"');
  return set;
}

/** Fetches a JWK set (RFC 7517 §5), bare or in an entity configuration. @throws CountersignError of step `jwks`. */
export function requestKeySet(
  outbound: OutboundClient,
  profile: OutboundProfile,
  uri: string,
  askedAt: number,
  log: TripLog,
): Promise<KeySet> {
  return log.step({ step: 'jwks' }, async (notes) => {
    notes.requested({ method: 'GET', url: uri });
    const headers = { accept: `application/jwk-set+json, application/json, ${entityStatementMediaType}` };
    const answer = await outbound.send({ ...profile, url: uri, method: 'GET', headers });
    notes.answered(answer);
    return await judgeKeySetAnswer(answer, uri, askedAt);
  });
}
