import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { consoleClientId } from '../access/console-client.js';
import type { Principal } from '../access/principal.js';
import { ResourceServers } from '../access/resource-servers.js';
import { ownScopes } from '../access/scope.js';
import type { AuditEventType } from '../audit/audit-event-type.js';
import { AuditRecorder, type JsonValue } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { correlationId } from '../http/correlation.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { TokenPolicyRequest } from './rules/token-policy.schema.js';
import { type StoredPolicy, TokenPolicyStore } from './token-policy.store.js';

/** What can be done to policies. Every change leaves the whole policy in the tenant's stream. */
@Injectable()
export class PolicyChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: TokenPolicyStore,
    private readonly resources: ResourceServers,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.unacceptable` when it is about a client or a scope that there is not */
  create(principal: Principal, request: TokenPolicyRequest): Promise<StoredPolicy> {
    return this.unitOfWork.run(async (transaction) => {
      await this.judgeSubject(transaction, principal, request);
      const now = this.clock.now();
      const { id: tenantId } = principal.tenant;
      const made = { ...request, id: randomUUID(), tenantId, revision: 1, createdAt: now, updatedAt: now };
      await this.store.insert(transaction, made);
      await this.record(transaction, principal, 'token_policy.created', made);
      return made;
    });
  }

  /** @throws CountersignError `request.not_found`, those of `If-Match`; as `create` */
  replace(
    principal: Principal,
    id: string,
    ifMatch: string | undefined,
    request: TokenPolicyRequest,
  ): Promise<StoredPolicy> {
    return this.unitOfWork.run(async (transaction) => {
      const before = await this.held(transaction, principal, id, ifMatch);
      await this.judgeSubject(transaction, principal, request);
      const next = { ...before, ...request, revision: before.revision + 1, updatedAt: this.clock.now() };
      await this.store.update(transaction, next);
      await this.record(transaction, principal, 'token_policy.revised', next);
      return next;
    });
  }

  /** @throws CountersignError `request.not_found`, those of `If-Match` */
  async delete(principal: Principal, id: string, ifMatch: string | undefined): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const policy = await this.held(transaction, principal, id, ifMatch);
      await this.store.delete(transaction, policy);
      await this.record(transaction, principal, 'token_policy.deleted', policy);
    });
  }

  /** A policy about what there is not would be thought to protect something. */
  private async judgeSubject(
    transaction: Transaction,
    { tenant }: Principal,
    { level, subject }: TokenPolicyRequest,
  ): Promise<void> {
    if (subject === null) return;
    const isKnown =
      level === 'client'
        ? subject === consoleClientId(tenant.name) ||
          (await this.store.triedClient(transaction, tenant.id, subject)) !== null
        : ownScopes.has(subject) || (await this.resources.scopesOf(transaction, tenant.id)).includes(subject);
    if (isKnown) return;
    const message =
      level === 'client'
        ? 'is no client of this tenant'
        : 'is neither a right of the API nor a scope of an API of this tenant';
    throw new CountersignError('request.unacceptable', { faults: [{ path: '$.subject', message }] });
  }

  private async held(
    transaction: Transaction,
    { tenant }: Principal,
    id: string,
    ifMatch: string | undefined,
  ): Promise<StoredPolicy> {
    const policy = await this.store.lock(transaction, tenant.id, id);
    if (policy === null) throw new CountersignError('request.not_found');
    judgeIfMatch(ifMatch, policy.revision, true);
    return policy;
  }

  private async record(
    transaction: Transaction,
    { actor, tenant }: Principal,
    type: AuditEventType,
    policy: StoredPolicy,
  ): Promise<void> {
    const { id, revision, level, subject, when, require, effect, reason } = policy;
    // Everything in it came out of JSON.
    const configuration = JSON.parse(JSON.stringify({ level, subject, when, require, effect, reason })) as JsonValue;
    await this.recorder.record(transaction, [
      {
        tenantId: tenant.id,
        stream: 'tenant',
        type,
        occurredAt: this.clock.now(),
        actor,
        correlationId: correlationId(),
        data: { tokenPolicyId: id, revision, configuration },
      },
    ]);
  }
}
