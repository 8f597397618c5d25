import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { withCorrelationId } from '../../http/correlation.js';
import type { Lease } from '../../jobs/lease.store.js';
import { LEASE_SECONDS } from '../../jobs/lease.store.js';
import { MailStore, type WaitingMail } from '../mail.store.js';
import { Mails } from '../mails.js';
import { MailRenderer } from '../rendering/mail-renderer.js';
import { Smtp } from '../sending/smtp.js';
import type { SmtpFault } from '../sending/smtp-fault.js';
import { nextTry, pauseAfter } from './mail-retries.js';
import { MailSignal } from './mail-signal.js';
import { MailTally } from './mail-tally.js';

/** How often it looks for mails of other instances and for those whose next try has come, in milliseconds. */
const LOOK_EVERY = 1_000;
/** What woke it may not be committed yet. */
const GATHER = 50;
/** When a mail with which something is wrong on our side is tried again, in milliseconds. */
const LATER = 300_000;
/** Mails that are handed out together, and sent one after the other. */
const BATCH = 5;

/**
 * From the outbox to the mail server, one mail after the other. A mail is handed out by a lease; it has ended when the server has
 * taken it. When nothing can be sent it is left alone for a while, then one mail tries it.
 */
@Injectable()
export class MailLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private rouse: (pause: number) => void = () => undefined;
  /** Times in a row that the server could not be reached or took nothing. */
  private failures = 0;
  private pausedUntil = 0;

  constructor(
    private readonly mails: Mails,
    private readonly store: MailStore,
    private readonly renderer: MailRenderer,
    private readonly smtp: Smtp,
    private readonly tally: MailTally,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly signal: MailSignal,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.mails.available) return;
    this.signal.onWake(() => {
      this.rouse(GATHER);
    });
    this.running = this.keep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.rouse(0);
    await this.running;
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      let more = false;
      try {
        more = await withCorrelationId(randomUUID(), () => this.turn());
      } catch (error) {
        this.tally.fault(error);
      }
      if (!more) await this.rest();
    }
  }

  /** @returns whether there may be more to send at once */
  private async turn(): Promise<boolean> {
    const now = this.clock.now();
    if (this.pausedUntil > now.getTime()) return false;
    const limit = this.failures === 0 ? BATCH : 1;
    const leases = await this.store.claim(this.unitOfWork.reading, now, limit);
    for (const [index, lease] of leases.entries()) {
      const fault = this.stopped ? null : await this.sendOrPutOff(lease);
      if (!this.stopped && fault?.concerns !== 'server') continue;
      await this.putOff(leases.slice(fault === null ? index : index + 1));
      return false;
    }
    return leases.length > 0;
  }

  /** One that cannot be read or written, whatever is wrong with it, keeps none of the others waiting. */
  private async sendOrPutOff(lease: Lease): Promise<SmtpFault | null> {
    try {
      return await this.sendLeased(lease);
    } catch (error) {
      this.tally.fault(error);
      const dueAt = new Date(this.clock.now().getTime() + LATER);
      await this.unitOfWork.run((transaction) => this.store.putOff(transaction, lease, dueAt, 'internal'));
      return null;
    }
  }

  private async sendLeased(lease: Lease): Promise<SmtpFault | null> {
    const mail = await this.store.open(this.unitOfWork.reading, lease);
    if (mail === null) {
      await this.unitOfWork.run((transaction) => this.store.endUnreadable(transaction, lease, this.clock.now()));
      return null;
    }
    const now = this.clock.now();
    if (mail.expiresAt <= now) {
      await this.end(mail, 'expired', null);
      return null;
    }
    const fault = await this.send(mail, lease);
    if (fault === 'lost') return null;
    this.judgeServer(fault);
    if (fault === null) await this.end(mail, 'sent', null);
    else if (fault.concerns === 'recipient') await this.end(mail, 'refused', fault.code);
    else await this.retry(mail, lease, fault);
    return fault;
  }

  /** Keeps the lease while the server takes its time. @returns null when it was taken; `lost`: another instance has the mail */
  private async send(mail: WaitingMail, lease: Lease): Promise<SmtpFault | null | 'lost'> {
    const hold = (): Promise<boolean> => this.unitOfWork.run((transaction) => this.store.hold(transaction, lease));
    const rendered = await this.renderer.render(mail);
    if (!(await hold())) return 'lost';
    const timer = setInterval(() => void hold().catch(() => false), (LEASE_SECONDS / 3) * 1000);
    try {
      return await this.smtp.send(rendered);
    } finally {
      clearInterval(timer);
    }
  }

  private judgeServer(fault: SmtpFault | null): void {
    if (fault?.concerns === 'server') {
      this.failures += 1;
      this.pausedUntil = this.clock.now().getTime() + pauseAfter(this.failures);
      this.tally.down(fault);
      return;
    }
    if (this.failures > 0) this.tally.up();
    this.failures = 0;
    this.pausedUntil = 0;
  }

  private async end(mail: WaitingMail, end: 'sent' | 'refused' | 'expired', failure: string | null): Promise<void> {
    this.tally.count(mail.content.kind, end);
    if (end !== 'sent') this.tally.lost(mail, end, failure);
    await this.unitOfWork.run((transaction) => this.store.end(transaction, mail, end, failure, this.clock.now()));
  }

  private async retry(mail: WaitingMail, lease: Lease, { code, concerns }: SmtpFault): Promise<void> {
    this.tally.count(mail.content.kind, 'failed');
    const now = this.clock.now();
    const dueAt = concerns === 'server' ? new Date(this.pausedUntil) : nextTry(mail.tries + 1, now);
    await this.unitOfWork.run((transaction) => this.store.putOff(transaction, lease, dueAt, code));
  }

  /** Those that were handed out and not tried. */
  private async putOff(leases: readonly Lease[]): Promise<void> {
    const dueAt = new Date(Math.max(this.pausedUntil, this.clock.now().getTime()));
    await this.unitOfWork.run(async (transaction) => {
      for (const lease of leases) await this.store.putOff(transaction, lease, dueAt, null);
    });
  }

  private async rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.stopped ? 0 : LOOK_EVERY);
      this.rouse = (pause) => {
        clearTimeout(timer);
        setTimeout(resolve, this.stopped ? 0 : pause);
      };
    });
    this.rouse = () => undefined;
  }
}
