import { Injectable } from '@nestjs/common';
import { ExtendedLimit } from '../../access/extended-limit.js';
import type { Lookups } from '../../database/transaction.js';
import { TenantSettingsStore } from './tenant-settings.store.js';

/** As the settings of the tenant have it. */
@Injectable()
export class TenantExtendedLimit extends ExtendedLimit {
  constructor(private readonly store: TenantSettingsStore) {
    super();
  }

  override loginDays(reading: Lookups, tenantId: string): Promise<number | null> {
    return this.store.extendedLoginDays(reading, tenantId);
  }
}
