import type { FetchProfile, GuardedFetch, OutboundAnswer } from './outbound-call.js';
import type { OutboundClient } from './outbound-client.js';
import { OutboundFailure, outboundFailureIn } from './outbound-failure.js';

/**
 * Lets a library make one request through the guard, and hands back the raw answer: judging it is ours. The library can send
 * once only, whatever it thinks of the answer.
 * @throws OutboundFailure, or whatever else the guard refuses with, or what the library throws before it sends
 */
export async function exchangeOnce(
  outbound: Pick<OutboundClient, 'fetchFor'>,
  profile: Omit<FetchProfile, 'onAnswer'>,
  request: (fetch: GuardedFetch) => Promise<unknown>,
): Promise<OutboundAnswer> {
  let answer: OutboundAnswer | undefined;
  let sent = false;
  const refusals: unknown[] = [];
  const observed: FetchProfile = {
    ...profile,
    onAnswer: ({ result }) => {
      if ('answer' in result) answer = result.answer;
    },
  };
  const fetch = outbound.fetchFor(observed);
  try {
    await request((url, init) => {
      if (sent) throw new OutboundFailure('request_invalid', 'a second request was refused');
      sent = true;
      return fetch(url, init).catch((error: unknown) => {
        refusals.push(error);
        throw error;
      });
    });
  } catch (error) {
    // What the library throws after an answer is its judgement of it; what the guard threw may be wrapped by it.
    if (answer === undefined) throw refusals.length === 0 ? (outboundFailureIn(error) ?? error) : refusals[0];
  }
  if (answer === undefined) throw new OutboundFailure('request_invalid', 'no request was made');
  return answer;
}
