import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, send } from './answer.js';
import { type ReceivedRequest, receive } from './received-request.js';

/**
 * Turns "a request in, an answer out" into a listener for node:http. A handler that throws answers 500 with the stack,
 * so that a mistake in a test's own script is seen at once.
 */
export function answeringListener(handle: (request: ReceivedRequest) => Answer | Promise<Answer>): RequestListener {
  return (message: IncomingMessage, response: ServerResponse): void => {
    void answer(message, response, handle);
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  handle: (request: ReceivedRequest) => Answer | Promise<Answer>,
): Promise<void> {
  try {
    await send(response, await handle(await receive(message)));
  } catch (error) {
    // The client went away in the middle of its request: nobody to tell.
    if (message.destroyed && !message.complete) return;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await send(response, { status: 500, headers: { 'x-test-provider-failed': 'yes' }, body: stack });
  }
}
