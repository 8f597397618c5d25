import { Injectable } from '@nestjs/common';
import type { SessionEnding } from '../../access/session-ending.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { SESSION_SECONDS } from '../token-lifetimes.js';
import { SessionStore } from './session.store.js';
import { type EndedSession, sessionEndedEvents } from './session-events.js';

interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** Sessions that are told of in one transaction. */
const BATCH = 100;

/** Every way in which a session of a user ends; each is in the user's trail, once, by the transaction that deletes the session. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly store: SessionStore,
    private readonly recorder: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Everything of a user, also tokens that are stored nowhere. */
  async endAll(transaction: Transaction, user: UserReference, ending: SessionEnding): Promise<void> {
    const ended = await this.store.endAll(transaction, user.tenantId, user.userId, ending.now);
    await this.record(transaction, user, ended, ending);
  }

  /** One session of a user, with what was given in it. @returns whether they had it */
  async end(transaction: Transaction, user: UserReference, id: string, ending: SessionEnding): Promise<boolean> {
    const session = await this.store.end(transaction, user.tenantId, user.userId, id);
    if (session === null) return false;
    await this.record(transaction, user, { sessions: [session], others: 0 }, ending);
    return true;
  }

  /** Whoever holds its cookie logs out. @returns whether somebody was logged in */
  async logOut(id: string): Promise<boolean> {
    return this.unitOfWork.run(async (transaction) => {
      const ended = await this.store.endById(transaction, id);
      if (ended === null) return false;
      const { session, ...user } = ended;
      await this.record(
        transaction,
        user,
        { sessions: [session], others: 0 },
        { reason: 'logged_out', actor: { type: 'user', id: user.userId }, now: this.clock.now() },
      );
      return true;
    });
  }

  /** Deletes sessions whose time is over, of every tenant. Several instances may do it at once: each session is one's. */
  async endExpired(): Promise<void> {
    for (;;) {
      const ended = await this.unitOfWork.runPatiently(async (transaction) => {
        const now = this.clock.now();
        const expired = await this.store.takeExpired(transaction, now, BATCH);
        const actor = { type: 'system', id: 'session-expiry' } as const;
        for (const { session, ...user } of expired)
          await this.record(transaction, user, { sessions: [session], others: 0 }, { reason: 'expired', actor, now });
        return expired.length;
      });
      if (ended < BATCH) return;
    }
  }

  private async record(
    transaction: Transaction,
    user: UserReference,
    ended: { readonly sessions: readonly EndedSession[]; readonly others: number },
    ending: SessionEnding,
  ): Promise<void> {
    const events = sessionEndedEvents(user, ended, ending, SESSION_SECONDS * 1000);
    if (events.length > 0) await this.recorder.record(transaction, events);
  }
}
