import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { TenantStore } from '../../access/tenant.store.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import { defaultLanguage, type Language } from '../../http/languages.js';
import type { MailSettings } from '../../mail/settings/mail-settings.js';
import { MailSettingsStore } from '../../mail/settings/mail-settings.store.js';
import { TenantSettingsStore } from './tenant-settings.store.js';

/** What a tenant says about itself. */
interface Settings {
  /** Shown to signers and in mails. */
  readonly displayName: string;
  /** Of users who are invited without one. */
  readonly defaultLanguage: Language;
  /** Days after a login until users of tokens with scope `extended` have to log in again; null: never. */
  readonly extendedLoginDays: number | null;
  readonly mail: MailSettings;
}

export interface RevisedSettings extends Settings {
  /** 0: never changed. */
  readonly revision: number;
}

/** Reads and replaces what a tenant says about itself and its mails. */
@Injectable()
export class TenantSettings {
  constructor(
    private readonly store: TenantSettingsStore,
    private readonly mail: MailSettingsStore,
    private readonly tenants: TenantStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async defaultLanguage(tenantId: string): Promise<Language> {
    return (await this.store.find(this.unitOfWork.reading, tenantId))?.defaultLanguage ?? defaultLanguage;
  }

  read(tenantId: string): Promise<RevisedSettings> {
    return this.readFrom(this.unitOfWork.reading, tenantId);
  }

  async replace(
    { tenant, actor }: Principal,
    ifMatch: string | undefined,
    settings: Settings,
  ): Promise<RevisedSettings> {
    await this.unitOfWork.run(async (transaction) => {
      await this.store.lock(transaction, tenant.id);
      const { revision } = await this.readFrom(transaction, tenant.id);
      judgeIfMatch(ifMatch, revision, true);
      const now = this.clock.now();
      const { defaultLanguage: language, extendedLoginDays } = settings;
      const next = { defaultLanguage: language, extendedLoginDays, revision: revision + 1 };
      await this.store.save(transaction, tenant.id, next, now);
      await this.mail.save(transaction, tenant.id, settings.mail);
      await this.tenants.rename(transaction, tenant.id, settings.displayName);
      const { senderName, texts } = settings.mail;
      await this.audit.record(transaction, [
        {
          tenantId: tenant.id,
          stream: 'tenant',
          type: 'settings.revised',
          occurredAt: now,
          actor,
          correlationId: correlationId(),
          data: {
            revision: next.revision,
            displayName: settings.displayName,
            defaultLanguage: language,
            extendedLoginDays,
            senderName,
            ownTexts: Object.entries(texts).flatMap(([kind, byLanguage]) =>
              Object.keys(byLanguage).map((language) => `${kind} ${language}`),
            ),
          },
        },
      ]);
    });
    this.tenants.forget(tenant.id);
    return this.read(tenant.id);
  }

  private async readFrom(reading: Reading, tenantId: string): Promise<RevisedSettings> {
    const tenant = await this.tenants.readById(tenantId, reading);
    if (tenant === null) throw new CountersignError('request.not_found');
    const found = await this.store.find(reading, tenantId);
    return {
      displayName: tenant.displayName,
      defaultLanguage: found?.defaultLanguage ?? defaultLanguage,
      extendedLoginDays: found?.extendedLoginDays ?? null,
      mail: await this.mail.find(reading, tenantId),
      revision: found?.revision ?? 0,
    };
  }
}
