import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type MailBacklog, MailStore } from './mail.store.js';
import { Mails } from './mails.js';
import { type MailCount, MailTally } from './outbox/mail-tally.js';

/** How mails stand, for health and metrics. */
@Injectable()
export class MailState {
  constructor(
    private readonly mails: Mails,
    private readonly store: MailStore,
    private readonly tally: MailTally,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  get available(): boolean {
    return this.mails.available;
  }

  backlog(): Promise<MailBacklog> {
    return this.store.backlog(this.unitOfWork.reading);
  }

  counts(): readonly MailCount[] {
    return this.tally.read();
  }
}
