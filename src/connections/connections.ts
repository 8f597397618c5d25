import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { withCorrelationId } from '../http/correlation.js';
import type { ConnectionReference } from './connection.js';
import { ConnectionStore } from './connection.store.js';
import { ConnectionNotices } from './connection-notices.js';
import { type Happening, nothingKnown, type Remembered, whatToWrite } from './what-to-write.js';

/**
 * Hears what becomes of connections. Whoever reports does not wait: what happened is remembered here and written beside, a change at
 * once and everything else at most every five minutes for each connection and instance.
 */
@Injectable()
export class Connections implements OnApplicationShutdown {
  private readonly logger = new Logger('Connections');
  private readonly known = boundedCache<string, Remembered>(20_000);
  /** One after the other: what happened last is what stays. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ConnectionStore,
    private readonly notices: ConnectionNotices,
    private readonly clock: Clock,
  ) {}

  succeeded(connection: ConnectionReference): void {
    this.hear(connection, { works: true });
  }

  /**
   * @param code e.g. `invalid_client`
   * @param proven whether it is certain that it was the client, and not somebody who only names it: of others it takes several
   */
  failed(connection: ConnectionReference, code: string, proven: boolean): void {
    this.hear(connection, { works: false, code, proven });
  }

  /** Until everything heard so far is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private hear(connection: ConnectionReference, happened: Happening): void {
    const { tenantId, kind, id } = connection;
    const key = `${tenantId} ${kind} ${id}`;
    const now = this.clock.now();
    const { write, next } = whatToWrite(this.known.get(key) ?? nothingKnown, happened, now.getTime());
    this.known.set(key, next);
    if (!write) return;
    this.writing = this.writing.then(() =>
      withCorrelationId(randomUUID(), () => this.write(connection, happened, now)).catch((error: unknown) => {
        // The next one is written whatever it is.
        this.known.delete(key);
        this.logger.error({ error }, 'What became of a connection could not be written');
      }),
    );
  }

  private async write(reference: ConnectionReference, happened: Happening, now: Date): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const changed = happened.works
        ? await this.store.succeeded(transaction, reference, now)
        : await this.store.failed(transaction, reference, happened.code, now);
      const connection = changed ? await this.store.find(transaction, reference) : null;
      if (connection === null) return;
      if (happened.works) await this.notices.recovered(transaction, connection, now);
      else await this.notices.failed(transaction, connection, happened.code, now);
    });
  }
}
