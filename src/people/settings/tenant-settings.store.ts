import { Injectable } from '@nestjs/common';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Language } from '../../http/languages.js';
import { TenantSettingsEntity } from './tenant-settings.entity.js';

interface StoredSettings {
  readonly defaultLanguage: Language;
  /** null: no limit. */
  readonly extendedLoginDays: number | null;
  readonly revision: number;
}

/** The rows of tenants' settings. */
@Injectable()
export class TenantSettingsStore {
  find(reading: Reading, tenantId: string): Promise<StoredSettings | null> {
    return reading.getRepository(TenantSettingsEntity).findOneBy({ tenantId });
  }

  /** Where tokens are issued: by one statement. */
  async extendedLoginDays(reading: Lookups, tenantId: string): Promise<number | null> {
    const rows: { days: number | null }[] = await reading.query(
      'SELECT extended_login_days AS days FROM tenant_settings WHERE tenant_id = $1',
      [tenantId],
    );
    return rows[0]?.days ?? null;
  }

  /** Lets whoever else replaces them wait, also where there is no row yet. */
  async lock(transaction: Transaction, tenantId: string): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`settings ${tenantId}`]);
  }

  async save(transaction: Transaction, tenantId: string, settings: StoredSettings, now: Date): Promise<void> {
    const row = { tenantId, ...settings, updatedAt: now };
    await transaction.getRepository(TenantSettingsEntity).upsert(row, ['tenantId']);
  }
}
