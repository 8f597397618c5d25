import { Global, Module } from '@nestjs/common';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { ErasedMails } from './erased-mails.js';
import { MailStore } from './mail.store.js';
import { MailState } from './mail-state.js';
import { Mails } from './mails.js';
import { MailLoop } from './outbox/mail-loop.js';
import { MailSignal } from './outbox/mail-signal.js';
import { MailTally } from './outbox/mail-tally.js';
import { PruneMailsJob } from './prune-mails.job.js';
import { MailRenderer } from './rendering/mail-renderer.js';
import { Smtp } from './sending/smtp.js';
import { MailSettingsStore } from './settings/mail-settings.store.js';

/** Mails to people: outbox, templates, SMTP. May depend on audit (erasure), access and what is below. */
@Global()
@Module({
  imports: [ErasureModule],
  providers: [
    Mails,
    MailStore,
    MailSettingsStore,
    MailSignal,
    MailTally,
    MailState,
    MailRenderer,
    Smtp,
    MailLoop,
    ErasedMails,
    PruneMailsJob,
  ],
  exports: [Mails, MailSettingsStore, MailState],
})
export class MailModule {}
