import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { MailSettingsEntity } from './mail-settings.entity.js';
import { defaultMailSettings, type MailSettings } from './mail-settings.js';

/** What tenants say about their mails. */
@Injectable()
export class MailSettingsStore {
  async find(reading: Reading, tenantId: string): Promise<MailSettings> {
    const found = await reading.getRepository(MailSettingsEntity).findOneBy({ tenantId });
    return found === null ? defaultMailSettings : { senderName: found.senderName, texts: found.texts };
  }

  async save(transaction: Transaction, tenantId: string, { senderName, texts }: MailSettings): Promise<void> {
    await transaction.getRepository(MailSettingsEntity).upsert({ tenantId, senderName, texts }, ['tenantId']);
  }
}
