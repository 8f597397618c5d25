import type { FastifyReply } from 'fastify';

/** A cookie that goes with an answer, as `@fastify/cookie` takes it. */
interface AnswerCookie {
  readonly name: string;
  readonly value: string;
  readonly options: NonNullable<Parameters<FastifyReply['setCookie']>[2]>;
}

export function setCookies(reply: FastifyReply, cookies: readonly AnswerCookie[]): void {
  for (const { name, value, options } of cookies) void reply.setCookie(name, value, options);
}

/**
 * Sends the browser on with a 303, so that what it posted is not posted again. The page that it leaves had a token in its
 * address, which goes to nobody.
 */
export function sendRedirect(reply: FastifyReply, address: string, cookies: readonly AnswerCookie[] = []): void {
  setCookies(reply, cookies);
  void reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', location: address })
    .status(303)
    .send();
}
