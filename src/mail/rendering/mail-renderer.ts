import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Eta } from 'eta/core';
import { nameOutside } from '../../access/default-tenant.js';
import { TenantStore } from '../../access/tenant.store.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { displayText, escapeHtml } from '../../http/html.js';
import type { WaitingMail } from '../mail.store.js';
import { MailSettingsStore } from '../settings/mail-settings.store.js';
import { loadMailTexts } from './mail-texts.js';
import { composeMail, type MailView, plainTextOf, type RenderedMail } from './render-mail.js';

/** Writes mails as text and as HTML, for the tenant that they come from. */
@Injectable()
export class MailRenderer {
  private readonly texts = loadMailTexts();
  private readonly eta = new Eta({ escapeFunction: escapeHtml });

  constructor(
    @Inject(SETTINGS) private readonly configured: Settings,
    private readonly tenants: TenantStore,
    private readonly settings: MailSettingsStore,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.eta.loadTemplate('mail', readFileSync(join(import.meta.dirname, '..', 'templates', 'mail.eta'), 'utf8'));
  }

  async render(mail: WaitingMail): Promise<RenderedMail> {
    const tenant = await this.tenants.findById(mail.tenantId);
    const settings = await this.settings.find(this.unitOfWork.reading, mail.tenantId);
    const { host } = new URL(this.configured.PUBLIC_URL);
    const name = tenant === null ? '' : (nameOutside(tenant) ?? host);
    const sender = { tenant: name, settings, host };
    const view = composeMail(mail, sender, this.texts[mail.to.language]);
    return {
      id: mail.id,
      to: { name: displayText(mail.to.displayName), address: mail.to.email },
      senderName: displayText(settings.senderName ?? sender.tenant),
      language: view.language,
      subject: view.subject,
      text: plainTextOf(view),
      html: this.htmlOf(view),
    };
  }

  private htmlOf(view: MailView): string {
    return this.eta.render('mail', view);
  }
}
