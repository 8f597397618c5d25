import { describeJsonFault, parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { tenantPlaceholder } from '../issuer.js';
import { outboundProfile } from '../outbound-profile.js';
import { refuse } from '../refusal.js';
import type { StepNotes } from '../trip-log.js';

/** Entra ID's document for all directories of organisations, for an issuer that names no single one. */
const sharedDirectory = 'organizations';

/** OpenID Connect Discovery 1.0 §4: the path is appended, after a trailing slash of the issuer was taken away. */
function openIdDiscoveryUri(issuer: string): string {
  return `${issuer.replace(tenantPlaceholder, sharedDirectory).replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** RFC 8414 §3.1: the path is inserted between host and path of the issuer. */
function oauthDiscoveryUri(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`;
}

function judgeAnswer({ status, body }: OutboundAnswer, uri: string): JsonObject {
  if (status >= 300 && status < 400) throw refuse('discovery.redirect', `${uri} answers ${status}`);
  if (status !== 200) throw refuse('discovery.http_error', `${uri}: expected status 200, saw ${status}`);
  const document = parseJsonDocument(body, { topLevel: 'object' });
  if ('fault' in document) throw refuse('discovery.not_json', `${uri}: ${describeJsonFault(document)}`);
  return document.value as JsonObject;
}

/**
 * Fetches the discovery document of an issuer. An authorization server that is no OpenID provider may publish it at the
 * address of RFC 8414 only, so for kind `oauth2` that one is tried when the first is not there.
 * @throws CountersignError of step `discovery`
 */
export async function requestDiscovery(
  outbound: OutboundClient,
  provider: ProviderForTrip,
  issuer: string,
  notes: StepNotes,
): Promise<JsonObject> {
  const profile = outboundProfile(provider, 'discovery');
  const get = async (url: string) => {
    notes.requested({ method: 'GET', url });
    const answer = await outbound.send({ ...profile, url, method: 'GET', headers: { accept: 'application/json' } });
    notes.answered(answer);
    return answer;
  };
  const uri = openIdDiscoveryUri(issuer);
  const answer = await get(uri);
  if (provider.configuration.kind === 'oidc' || answer.status !== 404) return judgeAnswer(answer, uri);
  const second = oauthDiscoveryUri(issuer);
  return judgeAnswer(await get(second), second);
}
