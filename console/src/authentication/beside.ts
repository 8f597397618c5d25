import { randomText } from './dpop-key.js';

/**
 * A sign-in in another tab for this one, whose session has ended with something entered in it. The other tab hands over what the
 * authorization server has answered: a code is of use only with the verifier and the key, which this one has.
 */
const CHANNEL = 'countersign.sign-in-beside';
const BEGIN = 'beside.';

/** RFC 6749 §10.12, and by its beginning where the answer belongs. */
export const stateBeside = (): string => `${BEGIN}${randomText()}`;

/** In the other tab. @returns whether the answer belongs to a tab beside this one, which has it now */
export function handOver(answer: URLSearchParams): boolean {
  if (answer.get('state')?.startsWith(BEGIN) !== true) return false;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(answer.toString());
  channel.close();
  return true;
}

/** In this tab. @returns the answer with that state, whenever it comes */
export function answerBeside(state: string, signal: AbortSignal): Promise<URLSearchParams> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    signal.addEventListener('abort', () => channel.close());
    channel.addEventListener('message', ({ data }) => {
      const answer = new URLSearchParams(String(data));
      if (answer.get('state') !== state) return;
      channel.close();
      resolve(answer);
    });
  });
}
