import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { decodeCursor, type ListQuery, type Page, pageOf } from '../../http/list.js';
import type { Provider } from '../provider.js';
import { ProviderEntity } from './provider.entity.js';

const providerOf = (row: Provider): Provider => ({
  id: row.id,
  tenantId: row.tenantId,
  name: row.name,
  legacyName: row.legacyName,
  enabled: row.enabled,
  revision: row.revision,
  credentialVersion: row.credentialVersion,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  archivedAt: row.archivedAt,
});

async function refusingTakenNames(provider: Provider, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (violatesUnique(cause, 'provider_name_taken')) {
      const message = `${provider.name} is taken; names of deleted providers are never reused`;
      throw new CountersignError('request.conflict', { detail: message, faults: [{ path: '$.name', message }], cause });
    }
    if (violatesUnique(cause, 'provider_legacy_name_taken')) {
      const message = 'is the legacyName of another provider';
      throw new CountersignError('request.conflict', { faults: [{ path: '$.legacyName', message }], cause });
    }
    throw cause;
  }
}

const ENABLED = 'SELECT 1 FROM provider WHERE id = $1 AND tenant_id = $2 AND enabled AND archived_at IS NULL';

/** The rows of providers. */
@Injectable()
export class ProviderStore {
  /** @throws CountersignError `request.conflict` when the name or legacy name is taken */
  async insert(transaction: Transaction, provider: Provider): Promise<void> {
    await refusingTakenNames(provider, () => transaction.getRepository(ProviderEntity).insert(providerOf(provider)));
  }

  /** @throws CountersignError `request.conflict` when the legacy name is taken */
  async update(transaction: Transaction, provider: Provider): Promise<void> {
    const { id, tenantId, legacyName, enabled, revision, credentialVersion, updatedAt, archivedAt } = provider;
    const changed = { legacyName, enabled, revision, credentialVersion, updatedAt, archivedAt };
    await refusingTakenNames(provider, () =>
      transaction.getRepository(ProviderEntity).update({ id, tenantId }, changed),
    );
  }

  /** The provider of that name, archived or not. */
  async findByName(reading: Reading, tenantId: string, name: string): Promise<Provider | null> {
    const found = await reading.getRepository(ProviderEntity).findOneBy({ tenantId, name });
    return found === null ? null : providerOf(found);
  }

  /** The provider of that name, archived or not, which nobody else changes until the transaction ends. */
  async lockByName(transaction: Transaction, tenantId: string, name: string): Promise<Provider | null> {
    const found = await transaction
      .getRepository(ProviderEntity)
      .findOne({ where: { tenantId, name }, lock: { mode: 'pessimistic_write' } });
    return found === null ? null : providerOf(found);
  }

  /** Whether it may be used now. */
  async isEnabled(reading: Lookups, tenantId: string, id: string): Promise<boolean> {
    const rows: unknown[] = await reading.query(ENABLED, [id, tenantId]);
    return rows.length > 0;
  }

  /** Lets what it is written with fail unless the provider may be used, and stays so until that is committed. */
  stillEnabled(tenantId: string, id: string): Write {
    return { text: `${ENABLED} FOR SHARE`, values: [id, tenantId], rows: 1 };
  }

  /** By name; archived ones are not listed. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<Provider>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, z.tuple([z.string()]));
    const found = await reading.getRepository(ProviderEntity).find({
      where: { tenantId, archivedAt: IsNull(), ...(after === null ? {} : { name: MoreThan(after[0]) }) },
      order: { name: 'ASC' },
      take: query.limit + 1,
    });
    return pageOf(found, query.limit, ({ name }) => [name], providerOf);
  }
}
