import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { apiAudienceOf } from '../access/api-audience.js';
import type { Principal } from '../access/principal.js';
import type { AuditEventType } from '../audit/audit-event-type.js';
import { AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError, type Fault } from '../errors/countersign-error.js';
import { correlationId } from '../http/correlation.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { OAuthResource } from './oauth-resource.js';
import type { OAuthResourceRequest } from './oauth-resource.schema.js';
import { OAuthResourceStore } from './oauth-resource.store.js';
import { isOurs } from './resource-identifier.js';

/** Seconds for which a token that cannot be taken back at once may live. */
const LONGEST_JWT = 3600;

/** What can be done to a tenant's APIs. Every change leaves an event in the tenant's stream. */
@Injectable()
export class ResourceChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: OAuthResourceStore,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError `request.unacceptable`, `request.conflict` */
  create(principal: Principal, request: OAuthResourceRequest): Promise<OAuthResource> {
    this.judge(request);
    return this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const { id: tenantId } = principal.tenant;
      const made = { ...request, id: randomUUID(), tenantId, revision: 1, createdAt: now, updatedAt: now };
      await this.store.insert(transaction, made);
      await this.record(transaction, principal, 'oauth_resource.created', made);
      return made;
    });
  }

  /** @throws CountersignError `request.not_found`, those of `If-Match` and of `create` */
  replace(
    principal: Principal,
    id: string,
    ifMatch: string | undefined,
    request: OAuthResourceRequest,
  ): Promise<OAuthResource> {
    return this.unitOfWork.run(async (transaction) => {
      const before = await this.held(transaction, principal, id, ifMatch);
      this.judge(request);
      const next = { ...before, ...request, revision: before.revision + 1, updatedAt: this.clock.now() };
      await this.store.update(transaction, next);
      await this.record(transaction, principal, 'oauth_resource.revised', next);
      return next;
    });
  }

  /** @throws CountersignError `request.not_found`, those of `If-Match` */
  async delete(principal: Principal, id: string, ifMatch: string | undefined): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const resource = await this.held(transaction, principal, id, ifMatch);
      await this.store.delete(transaction, resource);
      await this.record(transaction, principal, 'oauth_resource.deleted', resource);
    });
  }

  private judge({ identifier, tokenFormat, accessSeconds }: OAuthResourceRequest): void {
    const faults: Fault[] = [];
    const { PUBLIC_URL, MTLS_PUBLIC_URL } = this.settings;
    if (isOurs(identifier, [PUBLIC_URL, ...(MTLS_PUBLIC_URL === undefined ? [] : [MTLS_PUBLIC_URL])]))
      faults.push({
        path: '$.identifier',
        message: `is ours: ${PUBLIC_URL} and everything below it is this service, whose own API has the audience ${apiAudienceOf(PUBLIC_URL)}`,
      });
    if (tokenFormat === 'jwt' && accessSeconds !== null && accessSeconds > LONGEST_JWT)
      faults.push({
        path: '$.accessSeconds',
        message: `must be at most ${LONGEST_JWT} with tokenFormat jwt: what its receiver judges alone cannot be taken back`,
      });
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
  }

  private async held(
    transaction: Transaction,
    { tenant }: Principal,
    id: string,
    ifMatch: string | undefined,
  ): Promise<OAuthResource> {
    const resource = await this.store.lock(transaction, tenant.id, id);
    if (resource === null) throw new CountersignError('request.not_found');
    judgeIfMatch(ifMatch, resource.revision, true);
    return resource;
  }

  private async record(
    transaction: Transaction,
    { actor, tenant }: Principal,
    type: AuditEventType,
    resource: OAuthResource,
  ): Promise<void> {
    const { id, identifier, scopes, tokenFormat, accessSeconds, mutualTlsRequired, revision } = resource;
    await this.recorder.record(transaction, [
      {
        tenantId: tenant.id,
        stream: 'tenant',
        type,
        occurredAt: this.clock.now(),
        actor,
        correlationId: correlationId(),
        data: {
          oauthResourceId: id,
          revision,
          configuration: { identifier, scopes: [...scopes], tokenFormat, accessSeconds, mutualTlsRequired },
        },
      },
    ]);
  }
}
