import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { Accounts } from '../access/accounts.js';
import { DEFAULT_TENANT } from '../access/default-tenant.js';
import type { Principal } from '../access/principal.js';
import { requireHeld } from '../access/require-held.js';
import { ResourceServers } from '../access/resource-servers.js';
import { Clock } from '../config/clock.js';
import type { Reading, Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { ListQuery, Page } from '../http/list.js';
import { ClientCredentials } from './client-credentials.js';
import type { GeneratedKeyKind } from './client-key.schema.js';
import { type GivenKey, type MadeKey, makeKey, namedKey } from './client-keys.js';
import { ClientTrail, configurationOf } from './client-trail.js';
import type { OAuthClient } from './oauth-client.js';
import { configured, MOST_KEYS, type RuleContext } from './oauth-client.rules.js';
import { type ClientSecret, OAuthClientStore } from './oauth-client.store.js';
import { parseClientRequest } from './parse-client-request.js';
import { SubjectRules } from './subject-rules.js';

/** A client with what it authenticates by, and what a change has made: shown once. */
export interface ClientDetails {
  readonly client: OAuthClient;
  readonly secrets: readonly ClientSecret[];
  readonly keys: readonly (JWK & { readonly kid: string })[];
  readonly clientSecret?: string;
  readonly privateKey?: string;
}

const usesSecret = ({ authentication: { method } }: Pick<OAuthClient, 'authentication'>): boolean =>
  method.startsWith('client_secret');

/** What administrators do with clients. Every change leaves an event; nobody hands out a right that they lack. */
@Injectable()
export class ClientAdministration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: OAuthClientStore,
    private readonly credentials: ClientCredentials,
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
        firstParty: false,
        revision: 1,
        createdBy: { type: principal.actor.type, id: principal.actor.id },
        createdAt: now,
        updatedAt: now,
      };
      await this.judgeOwner(transaction, client);
      await this.store.insert(transaction, client);
      for (const key of request.keys ?? [])
        await this.credentials.addKey(transaction, client, await namedKey(key), false, now);
      if (made !== null) await this.credentials.addKey(transaction, client, made.jwk, true, now);
      const clientSecret = usesSecret(client) ? await this.credentials.newSecret(transaction, client, now) : undefined;
      await this.trail.record(transaction, principal, client, 'oauth_client.created', configurationOf(client));
      return this.details(transaction, client, { clientSecret, privateKey: made?.privateKey });
    });
  }

  async replace(principal: Principal, id: string, ifMatch: string | undefined, body: unknown): Promise<ClientDetails> {
    const before = await this.one(principal.tenant.id, id);
    judgeIfMatch(ifMatch, before.client.revision, true);
    const request = parseClientRequest(body, await this.context(principal, before.keys.length), true);
    requireHeld(principal, [...request.scopes, ...before.client.scopes]);
    const made = await madeKey(request.generateKey);
    return this.hold(principal, id, ifMatch, async (transaction, held, now) => {
      const client: OAuthClient = { ...held, ...configured(request), revision: held.revision + 1, updatedAt: now };
      await this.judgeOwner(transaction, client);
      await this.store.update(transaction, client);
      if (request.keys !== undefined) await this.credentials.replaceKeys(transaction, client, request.keys, now);
      if (made !== null) await this.credentials.addKey(transaction, client, made.jwk, true, now);
      if (!usesSecret(client)) await this.store.retireSecrets(transaction, client, now);
      const hasSecret = (await this.store.secrets(transaction, client, now)).length > 0;
      const clientSecret =
        usesSecret(client) && !hasSecret ? await this.credentials.newSecret(transaction, client, now) : undefined;
      await this.trail.record(transaction, principal, client, 'oauth_client.revised', configurationOf(client));
      return this.details(transaction, client, { clientSecret, privateKey: made?.privateKey });
    });
  }

  async delete(principal: Principal, id: string, ifMatch: string | undefined): Promise<void> {
    await this.hold(principal, id, ifMatch, async (transaction, client, now) => {
      await this.store.delete(transaction, client, now);
      await this.trail.record(transaction, principal, client, 'oauth_client.deleted');
    });
  }

  /** Makes another secret; the one before works for a while longer. @throws CountersignError `request.unacceptable` where none is used */
  async rotateSecret(principal: Principal, id: string, overlapSeconds: number): Promise<ClientDetails> {
    return this.holdWithRights(principal, id, async (transaction, client, now) => {
      if (!usesSecret(client)) throw notUsed('the client authenticates without a secret');
      const [, ...older] = await this.store.secrets(transaction, client, now);
      // At most two work at once: whatever is older than the newest ends now.
      if (older.length > 0) await this.store.retireOlder(transaction, client, now);
      await this.store.retireSecrets(transaction, client, new Date(now.getTime() + overlapSeconds * 1000));
      const clientSecret = await this.credentials.newSecret(transaction, client, now);
      await this.trail.record(transaction, principal, client, 'oauth_client.secret_rotated', { overlapSeconds });
      return this.details(transaction, client, { clientSecret });
    });
  }

  async addOneKey(
    principal: Principal,
    id: string,
    { key, generateKey }: { readonly key?: GivenKey | undefined; readonly generateKey?: GeneratedKeyKind | undefined },
  ): Promise<ClientDetails> {
    const made = await madeKey(generateKey);
    return this.holdWithRights(principal, id, async (transaction, client, now) => {
      const jwk = made?.jwk ?? (await namedKey(key ?? {}));
      if ((await this.store.keys(transaction, client)).length >= MOST_KEYS)
        throw notUsed(`a client has at most ${MOST_KEYS} keys`);
      await this.credentials.addKey(transaction, client, jwk, made !== null, now);
      await this.trail.record(transaction, principal, client, 'oauth_client.key_added', {
        kid: jwk.kid,
        generated: made !== null,
      });
      return this.details(transaction, client, { privateKey: made?.privateKey });
    });
  }

  async removeKey(principal: Principal, id: string, kid: string): Promise<void> {
    await this.holdWithRights(principal, id, async (transaction, client) => {
      if (!(await this.store.removeKey(transaction, client, kid))) throw new CountersignError('request.not_found');
      await this.trail.record(transaction, principal, client, 'oauth_client.key_removed', { kid });
    });
  }

  async one(tenantId: string, id: string): Promise<ClientDetails> {
    const client = await this.store.find(this.unitOfWork.reading, tenantId, id);
    if (client === null) throw new CountersignError('request.not_found');
    return this.details(this.unitOfWork.reading, client, {});
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<ClientDetails>> {
    const page = await this.store.list(this.unitOfWork.reading, tenantId, query);
    const items = await Promise.all(page.items.map((client) => this.details(this.unitOfWork.reading, client, {})));
    return { items, next: page.next };
  }

  private async context(principal: Principal, storedKeys: number): Promise<RuleContext> {
    return {
      isDefaultTenant: principal.tenant.name === DEFAULT_TENANT,
      resourceScopes: await this.resources.scopesOf(this.unitOfWork.lookups, principal.tenant.id),
      storedKeys,
      faultOfSubject: (form, value) => this.subjects.faultOf(form, value),
    };
  }

  private async details(
    reading: Reading,
    client: OAuthClient,
    made: { readonly clientSecret?: string | undefined; readonly privateKey?: string | undefined },
  ): Promise<ClientDetails> {
    const { clientSecret, privateKey } = made;
    return {
      client,
      secrets: await this.store.secrets(reading, client, this.clock.now()),
      keys: await this.store.keys(reading, client),
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(privateKey === undefined ? {} : { privateKey }),
    };
  }

  private async hold<T>(
    principal: Principal,
    id: string,
    ifMatch: string | undefined,
    work: (transaction: Transaction, client: OAuthClient, now: Date) => Promise<T>,
    needsIfMatch = true,
  ): Promise<T> {
    return this.unitOfWork.run(async (transaction) => {
      const client = await this.store.lock(transaction, principal.tenant.id, id);
      if (client === null) throw new CountersignError('request.not_found');
      judgeIfMatch(ifMatch, client.revision, needsIfMatch);
      return work(transaction, client, this.clock.now());
    });
  }

  /** Whoever gives a client another secret or key could use it: as if they had made the client. */
  private holdWithRights<T>(
    principal: Principal,
    id: string,
    work: (transaction: Transaction, client: OAuthClient, now: Date) => Promise<T>,
  ): Promise<T> {
    return this.hold(
      principal,
      id,
      undefined,
      (transaction, client, now) => {
        requireHeld(principal, client.scopes);
        return work(transaction, client, now);
      },
      false,
    );
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

const madeKey = (kind: GeneratedKeyKind | undefined): Promise<MadeKey | null> =>
  kind === undefined ? Promise.resolve(null) : makeKey(kind);

const notUsed = (message: string): CountersignError =>
  new CountersignError('request.unacceptable', { faults: [{ path: '$', message }] });
