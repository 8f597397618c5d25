import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type ResourceServer, ResourceServers } from '../access/resource-servers.js';
import { violatesUnique } from '../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../http/list.js';
import { OAuthResourceEntity } from './oauth-resource.entity.js';
import type { OAuthResource } from './oauth-resource.js';
import { comparedIdentifier } from './resource-identifier.js';

const listed = new PagedList('oauth-resources', z.tuple([z.string()]));

const resourceOf = ({ compared: _compared, ...resource }: OAuthResourceEntity): OAuthResource => ({ ...resource });

const rowOf = (resource: OAuthResource) => ({
  ...resource,
  scopes: [...resource.scopes],
  compared: comparedIdentifier(resource.identifier),
});

/** The rows of tenants' APIs. */
@Injectable()
export class OAuthResourceStore extends ResourceServers {
  override async resourceFor(reading: Lookups, tenantId: string, identifier: string): Promise<ResourceServer | null> {
    // Anybody may ask for anything: PostgreSQL takes no NUL.
    if (identifier.includes('\0')) return null;
    const rows: ResourceServer[] = await reading.query(
      `SELECT identifier, scopes, token_format AS "tokenFormat", access_seconds AS "accessSeconds",
              mutual_tls_required AS "mutualTlsRequired"
         FROM oauth_resource WHERE tenant_id = $1 AND identifier = $2`,
      [tenantId, identifier],
    );
    return rows[0] ?? null;
  }

  override async scopesOf(reading: Lookups, tenantId: string): Promise<readonly string[]> {
    const rows: { name: string }[] = await reading.query(
      'SELECT DISTINCT unnest(scopes) AS name FROM oauth_resource WHERE tenant_id = $1 ORDER BY name',
      [tenantId],
    );
    return rows.map(({ name }) => name);
  }

  async find(reading: Reading, tenantId: string, id: string): Promise<OAuthResource | null> {
    const row = await reading.getRepository(OAuthResourceEntity).findOneBy({ tenantId, id });
    return row === null ? null : resourceOf(row);
  }

  /** As `find`, and nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<OAuthResource | null> {
    const row = await transaction
      .getRepository(OAuthResourceEntity)
      .findOne({ where: { tenantId, id }, lock: { mode: 'pessimistic_write' } });
    return row === null ? null : resourceOf(row);
  }

  /** By identifier. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<OAuthResource>> {
    const after = listed.after(query.cursor);
    const selected = reading
      .getRepository(OAuthResourceEntity)
      .createQueryBuilder('resource')
      .where('resource.tenantId = :tenantId', { tenantId })
      .orderBy('resource.identifier', 'ASC')
      .limit(query.limit + 1);
    if (after !== null) selected.andWhere('resource.identifier > :after', { after: after[0] });
    return listed.page(await selected.getMany(), query.limit, ({ identifier }) => [identifier], resourceOf);
  }

  /** @throws CountersignError `request.conflict` when another tenant, or this one, has the identifier */
  async insert(transaction: Transaction, resource: OAuthResource): Promise<void> {
    await refusingTaken(transaction.getRepository(OAuthResourceEntity).insert(rowOf(resource)));
  }

  /** @throws CountersignError `request.conflict` */
  async update(transaction: Transaction, resource: OAuthResource): Promise<void> {
    const { id, tenantId } = resource;
    await refusingTaken(transaction.getRepository(OAuthResourceEntity).update({ id, tenantId }, rowOf(resource)));
  }

  async delete(transaction: Transaction, { id, tenantId }: OAuthResource): Promise<void> {
    await transaction.getRepository(OAuthResourceEntity).delete({ id, tenantId });
  }
}

/** Whose it is stays untold: tenants do not know of each other. */
async function refusingTaken(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (cause) {
    if (!violatesUnique(cause, 'oauth_resource_identifier_taken')) throw cause;
    const message = 'is taken: identifiers are unique in the whole deployment';
    throw new CountersignError('request.conflict', {
      detail: `The identifier ${message}`,
      faults: [{ path: '$.identifier', message }],
      cause,
    });
  }
}
