import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { MutualTlsSettingsEntity } from './mutual-tls-settings.entity.js';

/** What a tenant demands of the certificates of its clients. */
export interface TenantMutualTls {
  /** 0: as every tenant begins. */
  readonly revision: number;
  /** PEM, one certificate each: who may sign this tenant's clients, beside the deployment's authorities. */
  readonly authorities: readonly string[];
  /** Whether its OAuth clients are given and may use certificate-bound tokens only. */
  readonly required: boolean;
}

const asTheyBegin: TenantMutualTls = { revision: 0, authorities: [], required: false };

/** The rows of tenants' settings about mutual TLS. */
@Injectable()
export class MutualTlsSettingsStore {
  async find(reading: Reading, tenantId: string): Promise<TenantMutualTls> {
    const row = await reading.getRepository(MutualTlsSettingsEntity).findOneBy({ tenantId });
    return row === null ? asTheyBegin : row;
  }

  /** As `find`, and nobody else changes it until the transaction ends. */
  async hold(transaction: Transaction, tenantId: string): Promise<TenantMutualTls> {
    await transaction.query('SELECT 1 FROM tenant WHERE id = $1 FOR NO KEY UPDATE', [tenantId]);
    return this.find(transaction, tenantId);
  }

  async save(transaction: Transaction, tenantId: string, settings: TenantMutualTls, now: Date): Promise<void> {
    const { revision, authorities, required } = settings;
    await transaction
      .getRepository(MutualTlsSettingsEntity)
      .upsert({ tenantId, revision, authorities: [...authorities], required, updatedAt: now }, ['tenantId']);
  }
}
