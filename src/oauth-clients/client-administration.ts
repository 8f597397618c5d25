import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../access/accounts.js';
import { DEFAULT_TENANT } from '../access/default-tenant.js';
import type { Principal } from '../access/principal.js';
import { requireHeld } from '../access/require-held.js';
import { ResourceServers } from '../access/resource-servers.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { ListQuery, Page } from '../http/list.js';
import { ClientCredentials, type KeyInTrail } from './client-credentials.js';
import { type ClientDetails, ClientDetailsReader } from './client-details.js';
import { madeKey } from './client-keys.js';
import { ClientLock } from './client-lock.js';
import { ClientTrail, configurationOf } from './client-trail.js';
import { type OAuthClient, switched, usesSecret } from './oauth-client.js';
import { configured, type RuleContext } from './oauth-client.rules.js';
import { OAuthClientStore } from './oauth-client.store.js';
import { parseClientRequest } from './parse-client-request.js';
import { SubjectRules } from './subject-rules.js';

/** What administrators do with clients. Every change leaves an event; nobody hands out a right that they lack. */
@Injectable()
export class ClientAdministration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: OAuthClientStore,
    private readonly credentials: ClientCredentials,
    private readonly lock: ClientLock,
    private readonly details: ClientDetailsReader,
    private readonly accounts: Accounts,
    private readonly resources: ResourceServers,
    private readonly subjects: SubjectRules,
    private readonly trail: ClientTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError with every fault of the body; `access.scope_missing`; `request.conflict` when the name is taken */
  async create(principal: Principal, body: unknown): Promise<ClientDetails> {
    const request = parseClientRequest(body, await this.context(principal, 0), false);
    requireHeld(principal, request.scopes);
    const made = await madeKey(request.generateKey);
    return this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const client: OAuthClient = {
        ...configured(request),
        id: randomUUID(),
        tenantId: principal.tenant.id,
        enabled: request.enabled ?? true,
        tokenEpoch: 0,
        firstParty: false,
        revision: 1,
        createdBy: { type: principal.actor.type, id: principal.actor.id },
        createdAt: now,
        updatedAt: now,
      };
      await this.judgeOwner(transaction, client);
      await this.store.insert(transaction, client);
      const { added } = await this.credentials.replaceKeys(transaction, client, request.keys ?? [], now);
      const generated = await this.generated(transaction, client, made, now);
      const clientSecret = usesSecret(client) ? await this.credentials.newSecret(transaction, client, now) : undefined;
      await this.trail.record(transaction, principal, client, 'oauth_client.created', {
        ...configurationOf(client),
        keysAdded: [...added, ...generated],
        secretMade: clientSecret !== undefined,
      });
      return this.details.read(transaction, client, { clientSecret, privateKey: made?.privateKey });
    });
  }

  async replace(principal: Principal, id: string, ifMatch: string | undefined, body: unknown): Promise<ClientDetails> {
    const before = await this.one(principal.tenant.id, id);
    judgeIfMatch(ifMatch, before.client.revision, true);
    const request = parseClientRequest(body, await this.context(principal, before.keys.length), true);
    requireHeld(principal, request.scopes);
    const made = await madeKey(request.generateKey);
    return this.lock.hold(principal, id, { ifMatch, needed: true }, async (transaction, held, now) => {
      requireHeld(principal, held.scopes);
      const client: OAuthClient = {
        ...switched(held, request.enabled ?? held.enabled),
        ...configured(request),
        revision: held.revision + 1,
        updatedAt: now,
      };
      await this.judgeOwner(transaction, client);
      await this.store.update(transaction, client);
      const { added, removed } =
        request.keys === undefined
          ? { added: [], removed: [] }
          : await this.credentials.replaceKeys(transaction, client, request.keys, now);
      const generated = await this.generated(transaction, client, made, now);
      if (!usesSecret(client)) await this.store.retireSecrets(transaction, client, now);
      const hasSecret = (await this.store.secrets(transaction, client, now)).length > 0;
      const clientSecret =
        usesSecret(client) && !hasSecret ? await this.credentials.newSecret(transaction, client, now) : undefined;
      await this.trail.record(transaction, principal, client, 'oauth_client.revised', {
        ...configurationOf(client),
        keysAdded: [...added, ...generated],
        keysRemoved: [...removed],
        secretMade: clientSecret !== undefined,
      });
      return this.details.read(transaction, client, { clientSecret, privateKey: made?.privateKey });
    });
  }

  async delete(principal: Principal, id: string, ifMatch: string | undefined): Promise<void> {
    await this.lock.hold(principal, id, { ifMatch, needed: true }, async (transaction, client, now) => {
      await this.store.delete(transaction, client, now);
      await this.trail.record(transaction, principal, client, 'oauth_client.deleted');
    });
  }

  async one(tenantId: string, id: string): Promise<ClientDetails> {
    const client = await this.store.find(this.unitOfWork.reading, tenantId, id);
    if (client === null) throw new CountersignError('request.not_found');
    return this.details.read(this.unitOfWork.reading, client);
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<ClientDetails>> {
    const { items, next } = await this.store.list(this.unitOfWork.reading, tenantId, query);
    return { items: await this.details.readAll(this.unitOfWork.reading, tenantId, items), next };
  }

  private async context(principal: Principal, storedKeys: number): Promise<RuleContext> {
    return {
      isDefaultTenant: principal.tenant.name === DEFAULT_TENANT,
      resourceScopes: await this.resources.scopesOf(this.unitOfWork.lookups, principal.tenant.id),
      storedKeys,
      faultOfSubject: (form, value) => this.subjects.faultOf(form, value),
    };
  }

  private async generated(
    transaction: Transaction,
    client: OAuthClient,
    made: Awaited<ReturnType<typeof madeKey>>,
    now: Date,
  ): Promise<readonly KeyInTrail[]> {
    if (made === null) return [];
    const added = { jwk: made.jwk, generated: true, path: '$.generateKey' };
    return [await this.credentials.addKey(transaction, client, added, now)];
  }

  private async judgeOwner(transaction: Transaction, { tenantId, ownerId }: OAuthClient): Promise<void> {
    if (ownerId === null) return;
    const owner = await this.accounts.standing(transaction, tenantId, ownerId);
    if (owner === null)
      throw new CountersignError('request.unacceptable', {
        faults: [{ path: '$.owner', message: 'is no user of this tenant' }],
      });
  }
}
