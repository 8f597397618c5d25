import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { readLogState } from '../audit/sequencer/log-state.js';
import { Clock } from '../config/clock.js';
import { takesWrites } from '../database/takes-writes.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MailState } from '../mail/mail-state.js';

/** How long the database may take to answer a probe. */
const PROBE_TIMEOUT = 2_000;

/** Milliseconds that an event may wait for its leaf without being news. */
const WAITING_IS_NORMAL = 5_000;

interface ReadinessCheck {
  readonly name: 'database' | 'draining' | 'deliveries' | 'mail';
  readonly ready: boolean;
  readonly detail: string;
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this instance should be sent requests. Migrations have run before it listens at all. */
@Injectable()
export class Readiness {
  private draining = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: AuditLog,
    private readonly mail: MailState,
    private readonly clock: Clock,
  ) {}

  get isDraining(): boolean {
    return this.draining;
  }

  /** From now on the instance is not ready, so that nothing new is sent to it. */
  startDraining(): void {
    this.draining = true;
  }

  async checks(): Promise<readonly ReadinessCheck[]> {
    const database = await this.database();
    return [
      database,
      await this.deliveries(database.ready),
      await this.mails(database.ready),
      {
        name: 'draining',
        ready: !this.draining,
        detail: this.draining ? 'the instance is stopping' : 'the instance takes requests',
      },
    ];
  }

  /** Never a reason to send requests elsewhere: whoever logs in does not wait for listeners. */
  private async deliveries(databaseAnswers: boolean): Promise<ReadinessCheck> {
    const check = { name: 'deliveries', ready: true } as const;
    if (!databaseAnswers) return { ...check, detail: 'wait for the database' };
    const { refusal } = this.log;
    if (refusal !== null) return { ...check, detail: `wait: nothing is signed, ${refusal}` };
    const state = await within(PROBE_TIMEOUT, readLogState(this.unitOfWork.reading)).catch(() => null);
    const since = state?.waitingSince ?? null;
    if (since === null || this.clock.now().getTime() - since.getTime() < WAITING_IS_NORMAL)
      return { ...check, detail: 'go on' };
    return {
      ...check,
      detail: `wait: ${String(state?.waiting)} events since ${since.toISOString()} have no leaf; an older writing transaction is open`,
    };
  }

  /** Never a reason either: what waits is sent by whoever reaches the mail server first. */
  private async mails(databaseAnswers: boolean): Promise<ReadinessCheck> {
    const check = { name: 'mail', ready: true } as const;
    if (!this.mail.available) return { ...check, detail: 'is not set up' };
    if (!databaseAnswers) return { ...check, detail: 'waits for the database' };
    const backlog = await within(PROBE_TIMEOUT, this.mail.backlog()).catch(() => null);
    if (backlog?.failingSince == null) return { ...check, detail: 'goes on' };
    const since = backlog.failingSince.toISOString();
    return { ...check, detail: `${backlog.waiting} mails wait since ${since}: ${String(backlog.failure)}` };
  }

  private async database(): Promise<ReadinessCheck> {
    const check = (ready: boolean, detail: string): ReadinessCheck => ({ name: 'database', ready, detail });
    try {
      const writable = await within(PROBE_TIMEOUT, takesWrites(this.dataSource));
      return writable ? check(true, 'answers') : check(false, 'is read-only');
    } catch {
      return check(false, 'does not answer');
    }
  }
}
