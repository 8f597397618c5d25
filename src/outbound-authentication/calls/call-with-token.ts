import {
  allowInsecureRequests,
  Configuration,
  customFetch,
  fetchProtectedResource,
  getDPoPHandle,
} from 'openid-client';
import type { OutboundAnswer, OutboundCall } from '../../outbound/outbound-call.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import type { AccessToken } from './token-cache.js';

/**
 * Makes a call with a token in its header: RFC 6750 §2.1, or with a proof of its key, RFC 9449 §7.
 * @throws OutboundFailure
 */
export async function callWithToken(
  outbound: OutboundClient,
  call: OutboundCall,
  { value, dpopKeys }: AccessToken,
): Promise<OutboundAnswer> {
  if (dpopKeys === null) {
    return outbound.send({ ...call, headers: { ...call.headers, authorization: `Bearer ${value}` } });
  }
  const seen: { answer: OutboundAnswer | null } = { answer: null };
  const { url, method, headers, body, ...profile } = call;
  const client = new Configuration({ issuer: 'https://unused.invalid' }, 'unused');
  // oxlint-disable-next-line typescript/no-deprecated -- marked so to make it stand out; the guard refuses http
  allowInsecureRequests(client);
  client[customFetch] = outbound.fetchFor({
    ...profile,
    onAnswer: ({ result }) => {
      seen.answer = 'answer' in result ? result.answer : null;
    },
  });
  try {
    // A nonce that the endpoint asks for is learned, and the call made once more.
    const DPoP = getDPoPHandle(client, dpopKeys);
    await fetchProtectedResource(client, value, new URL(url), method, body ?? null, new Headers(headers), { DPoP });
  } catch (error) {
    // What the library throws after an answer is its judgement of it: that is the caller's.
    if (seen.answer === null) throw error;
  }
  if (seen.answer === null) throw new Error('The library has made no call');
  return seen.answer;
}
