import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import type { Resource } from '../../providers/provider-configuration.js';
import { refuse } from '../refusal.js';
import type { TripContext } from '../trip-context.js';
import { type ReadDocument, readResourceDocument } from './resource-answer.js';
import { verifySignedUserinfo } from './signed-userinfo.js';

/** Whether a URI is the one that discovery names as UserInfo endpoint, however host, port and escapes are written. */
export function isUserinfoEndpoint(uri: string, { metadata }: Pick<TripContext, 'metadata'>): boolean {
  const { userinfo_endpoint: endpoint } = metadata.server;
  return endpoint !== undefined && new URL(uri).href === new URL(endpoint).href;
}

/** The UserInfo endpoint is one, whatever the admin calls it: its `sub` is always judged. */
export function isUserinfo({ type, uri }: Resource, trip: TripContext): boolean {
  return type === 'userinfo' || (uri !== null && isUserinfoEndpoint(uri, trip));
}

/** A JWT as OpenID Connect Core §5.3.2 labels it, and as RFC 7515 §9.2.1 labels any compact JWS or JWE (SPID, CIE). */
const jwtMediaTypes: ReadonlySet<string | null> = new Set(['application/jwt', 'application/jose']);

/**
 * OpenID Connect Core §5.3.2: whose `sub` is not that of the ID token, his claims must not be used.
 * @param sub of the ID token; null for kind `oauth2`, which has none
 * @throws CountersignError `resource.userinfo_sub_missing` or `resource.userinfo_sub_mismatch`
 */
export function requireUserinfoSubject(claims: unknown, sub: string | null): void {
  const seen: unknown = typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : undefined;
  if (typeof seen !== 'string' || seen === '') {
    throw refuse('resource.userinfo_sub_missing', `sub: expected text, saw ${typeName(seen)}`);
  }
  if (sub !== null && seen !== sub) {
    throw refuse('resource.userinfo_sub_mismatch', 'sub: expected the one of the ID token, saw another');
  }
}

/** A compact JWS or JWE begins with a JSON object in Base64, which no JSON document does. */
const looksLikeJwt = (body: Uint8Array): boolean =>
  /^\s*"?eyJ[\w-]+\./.test(Buffer.from(body.subarray(0, 8192)).toString('latin1'));

/**
 * Reads a UserInfo response, plain or as a JWT. Whom it is about is not judged yet.
 * @throws CountersignError of step `resource` or `jwks`
 */
export async function readUserinfo(
  trip: TripContext,
  resource: Resource,
  answer: OutboundAnswer,
): Promise<ReadDocument> {
  const { mediaType, body } = answer;
  const mustBeSigned = resource.signingAlgorithms.length > 0 || resource.encryption !== null;
  const isJwt = jwtMediaTypes.has(mediaType);
  if (mustBeSigned && !isJwt) {
    const seen = quoteForeign(mediaType ?? 'none');
    throw refuse('resource.userinfo_unsigned', `media type: expected application/jwt or application/jose, saw ${seen}`);
  }
  if (!isJwt && looksLikeJwt(body)) {
    const seen = quoteForeign(mediaType ?? 'none');
    throw refuse(
      'resource.not_json',
      `expected JSON, saw what looks like a JWT, labelled ${seen} in place of application/jwt`,
    );
  }
  if (!isJwt) return readResourceDocument(answer, trip.provider.configuration.leniency);
  const value = await verifySignedUserinfo(trip, resource, new TextDecoder().decode(body).trim());
  return { value, relaxations: [] };
}
