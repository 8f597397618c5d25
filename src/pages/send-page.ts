import type { FastifyReply } from 'fastify';
import type { RenderedPage } from './page.js';

/** Answers with a page and all the headers that it needs. */
export function sendPage(reply: FastifyReply, status: number, page: RenderedPage): void {
  void reply
    .status(status)
    .headers({ ...page.headers })
    .send(page.html);
}

/** A signer's error is never a 500: what failed on our side is answered as a gateway's failure that may pass. */
export const signerStatus = (status: number): number => (status >= 500 && status !== 504 ? 502 : status);
