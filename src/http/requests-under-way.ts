import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Milliseconds after an answer for which the next request of whoever got it may come: the steps of a login follow each other. */
const NEXT_ONE = 5;
/** How often is looked whether nobody waits any more. */
const LOOK_EVERY = 5;

/** How many requests this instance is answering. Work that nobody waits for gives way to them, for a while. */
@Injectable()
export class RequestsUnderWay {
  private count = 0;
  private endedAt = Number.NEGATIVE_INFINITY;

  /** Counts every request of a server, also one whose client leaves early. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_request, reply, done) => {
      this.count += 1;
      reply.raw.on('close', () => {
        this.count -= 1;
        this.endedAt = performance.now();
      });
      done();
    });
  }

  /** Ends as soon as nobody waits for an answer, or after so many milliseconds. */
  async lull(atMost: number): Promise<void> {
    const until = performance.now() + atMost;
    while (this.isBusy && performance.now() < until) await sleep(LOOK_EVERY);
  }

  private get isBusy(): boolean {
    return this.count > 0 || performance.now() - this.endedAt < NEXT_ONE;
  }
}
