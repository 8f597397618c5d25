import { allowInsecureRequests, customFetch, protectedResourceRequest } from 'oauth4webapi';
import { exchangeOnce } from '../../outbound/exchange-once.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { dpopHandle } from '../dpop/dpop-handle.js';
import { outboundProfile } from '../outbound-profile.js';
import type { TokenAnswer } from '../token-request/token-answer.js';
import type { TripContext } from '../trip-context.js';
import { type TokenPlacement, withToken } from './token-placement.js';

const accept = 'application/json, application/jwt;q=0.9, application/jose;q=0.9';

/**
 * Makes one call to a resource URI with HTTP GET (RFC 6750 §2, RFC 9449 §7).
 * @throws OutboundFailure
 */
export async function callResource(
  trip: TripContext,
  uri: string,
  placement: TokenPlacement,
  { accessToken, tokenType }: TokenAnswer,
): Promise<OutboundAnswer> {
  const profile = outboundProfile(trip.provider, 'resource', trip.signal);
  if (tokenType !== 'dpop') {
    const headers = placement.header ? { accept, authorization: `Bearer ${accessToken}` } : { accept };
    const url = withToken(uri, placement.parameter, accessToken);
    return await trip.outbound.send({ ...profile, url, method: 'GET', headers });
  }
  const send = async () => {
    const handle = await dpopHandle(trip);
    return await exchangeOnce(trip.outbound, profile, (fetch) =>
      protectedResourceRequest(accessToken, 'GET', new URL(uri), new Headers({ accept }), null, {
        [customFetch]: fetch,
        [allowInsecureRequests]: true,
        ...(handle === undefined ? {} : { DPoP: handle }),
      }),
    );
  };
  const answer = await send();
  const hasNewNonce = trip.dpopNonces.learn(trip.provider.id, uri, answer.headers);
  // RFC 9449 §9: the resource server wants a nonce that it has only now told. A GET may be repeated, unlike a grant.
  return answer.status === 401 && hasNewNonce ? await send() : answer;
}
