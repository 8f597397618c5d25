import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../../http/list.js';
import type { ProviderUsage } from '../configuration/provider-members.js';
import type { Provider } from '../provider.js';
import { ProviderEntity } from './provider.entity.js';

const listed = new PagedList('providers', z.tuple([z.string()]));

const providerOf = (row: Provider): Provider => ({
  id: row.id,
  tenantId: row.tenantId,
  name: row.name,
  legacyName: row.legacyName,
  enabled: row.enabled,
  usage: row.usage,
  showOnLoginPage: row.showOnLoginPage,
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

const USABLE = `SELECT 1 FROM provider AS p JOIN tenant AS t ON t.id = p.tenant_id WHERE p.id = $1 AND p.tenant_id = $2 AND p.enabled
  AND $3 = ANY (p.usage) AND p.archived_at IS NULL AND t.suspended_at IS NULL`;

/** The rows of providers. */
@Injectable()
export class ProviderStore {
  /** @throws CountersignError `request.conflict` when the name or legacy name is taken */
  async insert(transaction: Transaction, provider: Provider): Promise<void> {
    await refusingTakenNames(provider, () => transaction.getRepository(ProviderEntity).insert(providerOf(provider)));
  }

  /** @throws CountersignError `request.conflict` when the legacy name is taken */
  async update(transaction: Transaction, provider: Provider): Promise<void> {
    const { id, tenantId, name: _name, createdAt: _createdAt, ...changed } = providerOf(provider);
    await refusingTakenNames(provider, () =>
      transaction.getRepository(ProviderEntity).update({ id, tenantId }, changed),
    );
  }

  async countKept(reading: Reading, tenantId: string): Promise<number> {
    return reading.getRepository(ProviderEntity).countBy({ tenantId, archivedAt: IsNull() });
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

  /** How it stands now, never enabled while the tenant is suspended; null when it was deleted. */
  async standing(reading: Lookups, tenantId: string, id: string): Promise<Pick<Provider, 'enabled' | 'usage'> | null> {
    const rows: Pick<Provider, 'enabled' | 'usage'>[] = await reading.query(
      `SELECT p.enabled AND t.suspended_at IS NULL AS enabled, p.usage FROM provider AS p JOIN tenant AS t ON t.id = p.tenant_id
        WHERE p.id = $1 AND p.tenant_id = $2 AND p.archived_at IS NULL`,
      [id, tenantId],
    );
    return rows[0] ?? null;
  }

  /** Names of those that a tenant's login page offers. */
  async namesOnLoginPage(reading: Reading, tenantId: string): Promise<readonly string[]> {
    const rows: { name: string }[] = await reading.query(
      `SELECT name FROM provider WHERE tenant_id = $1 AND enabled AND show_on_login_page AND 'user' = ANY (usage)
          AND archived_at IS NULL ORDER BY name`,
      [tenantId],
    );
    return rows.map(({ name }) => name);
  }

  /** Lets what it is written with fail unless the provider may be used, and stays so until that is committed. */
  stillUsable(tenantId: string, id: string, usage: ProviderUsage): Write {
    return { text: `${USABLE} FOR SHARE`, values: [id, tenantId, usage], rows: 1 };
  }

  /** By name; archived ones are not listed. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<Provider>> {
    const after = listed.after(query.cursor);
    const found = await reading.getRepository(ProviderEntity).find({
      where: { tenantId, archivedAt: IsNull(), ...(after === null ? {} : { name: MoreThan(after[0]) }) },
      order: { name: 'ASC' },
      take: query.limit + 1,
    });
    return listed.page(found, query.limit, ({ name }) => [name], providerOf);
  }
}
