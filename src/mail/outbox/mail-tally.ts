import { Injectable, Logger } from '@nestjs/common';
import type { MailKind } from '../mail.js';
import { type SmtpFault, serverFaults } from '../sending/smtp-fault.js';

/** How many mails of one kind this instance has brought to which outcome; `failed` ones are tried again. */
export interface MailCount {
  readonly kind: MailKind;
  readonly outcome: 'sent' | 'failed' | 'refused' | 'expired';
  readonly count: number;
}

/** Counts mails for metrics, and says in the log when none can be sent. Neither addresses nor what was said reach it. */
@Injectable()
export class MailTally {
  private readonly logger = new Logger('Mail');
  private readonly counts = new Map<string, MailCount>();
  /** Why the server takes nothing; null: it takes mails. */
  private downBy: string | null = null;

  count(kind: MailKind, outcome: MailCount['outcome']): void {
    const key = `${kind} ${outcome}`;
    this.counts.set(key, { kind, outcome, count: (this.counts.get(key)?.count ?? 0) + 1 });
  }

  read(): readonly MailCount[] {
    return [...this.counts.values()];
  }

  /** Said once, and again when it is for another reason. */
  down({ code, fault }: Pick<SmtpFault, 'code' | 'fault'>): void {
    if (this.downBy === code) return;
    this.downBy = code;
    const why = fault === null ? '' : ` ${serverFaults[fault]}.`;
    this.logger.error({ code }, `The mail server takes nothing; mails wait and are sent later.${why}`);
  }

  up(): void {
    if (this.downBy !== null) this.logger.log('Mails are sent again');
    this.downBy = null;
  }

  lost(mail: { readonly id: string }, end: 'refused' | 'expired', code: string | null): void {
    const why = end === 'refused' ? 'its address was refused for good' : 'it came to its end before it could be sent';
    this.logger.warn({ mail: mail.id, ...(code === null ? {} : { code }) }, `A mail was given up: ${why}`);
  }

  fault(error: unknown): void {
    this.logger.error({ error }, 'Mails could not go on; what was due is tried again');
  }
}
