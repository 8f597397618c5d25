import { fetchProtectedResource } from 'openid-client';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { isKnownByCertificate, outboundProfile } from '../outbound-profile.js';
import type { TokenAnswer } from '../token-request/token-answer.js';
import type { TripContext } from '../trip-context.js';
import { type TokenPlacement, withToken } from './token-placement.js';

const accept = 'application/json, application/jwt;q=0.9, application/jose;q=0.9';

interface AnsweredCall {
  readonly answer: OutboundAnswer;
  /** What was sent and MUST NOT be shown wherever the answer repeats it. */
  readonly secrets: readonly string[];
}

/**
 * Makes one call to a resource URI with HTTP GET (RFC 6750 §2, RFC 9449 §7).
 * @throws OutboundFailure; CountersignError of step `external_authentication`
 */
export async function callResource(
  trip: TripContext,
  uri: string,
  placement: TokenPlacement,
  { accessToken, tokenType }: TokenAnswer,
): Promise<AnsweredCall> {
  const secrets = [accessToken];
  const presentsCertificate = isKnownByCertificate(trip.provider);
  const sender = (carriesAuthorization: boolean) =>
    trip.resources.senderFor({ carriesAuthorization, presentsCertificate }, (sent) => {
      secrets.push(...sent);
    });
  const url = withToken(uri, placement.parameter, accessToken);
  if (!placement.header && tokenType !== 'dpop') {
    const profile = outboundProfile(trip.provider, 'resource', trip.signal);
    const call = { ...profile, follows: true, url, method: 'GET', headers: { accept } } as const;
    return { answer: await sender(false).send(call), secrets };
  }
  const send = () =>
    trip.client.ask({
      called: 'resource',
      url: uri,
      authenticated: false,
      outbound: sender(true),
      make: ({ configuration, options }) =>
        fetchProtectedResource(
          configuration,
          accessToken,
          new URL(url),
          'GET',
          null,
          new Headers({ accept }),
          tokenType === 'dpop' ? options : {},
        ),
    });
  const { answer, hasNewNonce } = await send();
  // RFC 9449 §9: the resource server wants a nonce that it has only now told. A GET may be repeated, unlike a grant.
  const again = tokenType === 'dpop' && answer.status === 401 && hasNewNonce;
  return { answer: again ? (await send()).answer : answer, secrets };
}
