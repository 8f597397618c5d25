import type { FastifyReply } from 'fastify';
import type { RenderedPage } from './page.js';

/** Answers with a page and all the headers that it needs. */
export function sendPage(reply: FastifyReply, status: number, page: RenderedPage): void {
  void reply
    .status(status)
    .headers({ ...page.headers })
    .send(page.html);
}
