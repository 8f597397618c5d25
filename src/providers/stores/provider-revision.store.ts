import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import type { Actor } from '../../audit/recording.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { type ListQuery, type Page, PagedList } from '../../http/list.js';
import type { ProviderRevision, RevisionChange } from '../provider.js';
import {
  type ProviderConfiguration,
  providerConfigurationSchema,
  type WrittenConfiguration,
} from '../provider-configuration.js';
import { ProviderRevisionEntity } from './provider-revision.entity.js';

const listed = new PagedList('provider-revisions', z.tuple([z.int32()]));

interface RevisionRow {
  readonly provider_id: string;
  readonly number: number;
  readonly configuration: object;
  readonly hash: string;
  readonly change: RevisionChange;
  readonly actor_type: Actor['type'];
  readonly actor_id: string;
  readonly created_at: Date;
}

const revisionOf = (row: RevisionRow): ProviderRevision => ({
  number: row.number,
  // What was written by an older release lacks members that came later: the schema gives them their defaults.
  configuration: providerConfigurationSchema.parse(row.configuration),
  written: row.configuration as WrittenConfiguration,
  hash: row.hash,
  change: row.change,
  actor: { type: row.actor_type, id: row.actor_id },
  createdAt: row.created_at,
});

/** The rows of provider revisions: inserted once, never changed. */
@Injectable()
export class ProviderRevisionStore {
  async insert(
    transaction: Transaction,
    tenantId: string,
    providerId: string,
    revision: ProviderRevision,
  ): Promise<void> {
    const { number, configuration, hash, change, actor, createdAt } = revision;
    await transaction.getRepository(ProviderRevisionEntity).insert({
      providerId,
      number,
      tenantId,
      issuer: configuration.issuer ?? '',
      configuration,
      hash,
      change,
      actorType: actor.type,
      actorId: actor.id,
      createdAt,
    });
  }

  async find(reading: Lookups, tenantId: string, providerId: string, number: number): Promise<ProviderRevision | null> {
    const rows: RevisionRow[] = await reading.query(
      'SELECT * FROM provider_revision WHERE provider_id = $1 AND number = $2 AND tenant_id = $3',
      [providerId, number, tenantId],
    );
    return rows[0] === undefined ? null : revisionOf(rows[0]);
  }

  /** The newest revision of each provider, by provider id. */
  async findNewest(
    reading: Reading,
    tenantId: string,
    providerIds: readonly string[],
  ): Promise<ReadonlyMap<string, ProviderRevision>> {
    const rows: RevisionRow[] = await reading.query(
      `SELECT r.* FROM provider_revision r JOIN provider p ON p.id = r.provider_id AND p.revision = r.number
        WHERE r.tenant_id = $1 AND r.provider_id = ANY($2::uuid[])`,
      [tenantId, providerIds],
    );
    return new Map(rows.map((row) => [row.provider_id, revisionOf(row)]));
  }

  /** What each provider of a tenant is configured with now. */
  async configurations(reading: Lookups, tenantId: string): Promise<readonly ProviderConfiguration[]> {
    const rows: { configuration: unknown }[] = await reading.query(
      `SELECT r.configuration FROM provider_revision r JOIN provider p ON p.id = r.provider_id AND p.revision = r.number
        WHERE p.tenant_id = $1 AND p.archived_at IS NULL`,
      [tenantId],
    );
    return rows.map(({ configuration }) => providerConfigurationSchema.parse(configuration));
  }

  /** Newest first. */
  async list(
    reading: Reading,
    tenantId: string,
    providerId: string,
    query: ListQuery,
  ): Promise<Page<ProviderRevision>> {
    const after = listed.after(query.cursor);
    const found = await reading.getRepository(ProviderRevisionEntity).find({
      where: { providerId, tenantId, ...(after === null ? {} : { number: LessThan(after[0]) }) },
      order: { number: 'DESC' },
      take: query.limit + 1,
    });
    return listed.page(
      found,
      query.limit,
      ({ number }) => [number],
      ({ actorType, actorId, createdAt, ...row }) =>
        revisionOf({
          ...row,
          provider_id: providerId,
          actor_type: actorType,
          actor_id: actorId,
          created_at: createdAt,
        }),
    );
  }
}
