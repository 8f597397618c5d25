import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { TenantStore } from '../../../src/access/tenant.store.js';
import { JwksLog } from '../../../src/audit/jwks/jwks-log.js';
import { type AuditEventInput, AuditRecorder, type RecordedEvent } from '../../../src/audit/recording.js';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { writeTogether } from '../../../src/database/write-together.js';
import { DataKeys } from '../../../src/secrets/data-keys.js';
import { ownName, type SharedService, sharedTestService } from '../../support/jest/shared-service.js';
import type { ApiClient } from '../../support/service/api-client.js';
import { startTestService, type TestService, type TestServiceOptions } from '../../support/service.js';
import { openStream } from './open-stream.js';

/** A running service with ways to record events as other features do. */
export class RecordedService<Service extends SharedService = TestService> {
  private constructor(
    readonly service: Service,
    readonly tenantName: string,
    readonly tenantId: string,
    /** Of the tenant whose events are recorded. */
    readonly operator: ApiClient,
  ) {}

  static async start(options?: TestServiceOptions): Promise<RecordedService> {
    const service = await startTestService(options);
    return RecordedService.of(service, 'default', service.operator);
  }

  /** A tenant of its own in the service of this worker. */
  static async sharing(): Promise<RecordedService<SharedService>> {
    const service = await sharedTestService();
    const tenant = ownName('recorded');
    return RecordedService.of(service, tenant, await service.newTenant(tenant));
  }

  private static async of<Service extends SharedService>(
    service: Service,
    tenantName: string,
    caller: ApiClient,
  ): Promise<RecordedService<Service>> {
    const tenant = await service.app.get(TenantStore).findByName(tenantName);
    if (tenant === null) throw new Error(`There is no tenant ${tenantName}`);
    return new RecordedService(service, tenantName, tenant.id, caller);
  }

  close(): Promise<void> {
    return this.service.close();
  }

  /** A caller of the tenant with these scopes only. */
  async callerWith(...scopes: string[]): Promise<ApiClient> {
    const answer = await this.operator.post('/v1/api-keys', { name: scopes.join(' '), scopes });
    return this.service.caller((answer.body as { key: string }).key);
  }

  async makeDataKey(): Promise<string> {
    const { app } = this.service;
    const { dataKey, stored } = app.get(DataKeys).make(this.tenantId, new Date());
    await writeTogether(app.get(UnitOfWork).reading, [stored], dataKey.id);
    return dataKey.id;
  }

  /** Logs a key set as a login that relies on it does. */
  async logJwks(provider: string, keys: readonly JWK[], used: JWK): Promise<void> {
    const { app } = this.service;
    const jwkThumbprint = await calculateJwkThumbprint(used, 'sha256');
    await app.get(UnitOfWork).run(async (transaction) => {
      const about = {
        occurredAt: this.service.clock.now(),
        actor: { type: 'system', id: 'test' },
        correlationId: randomUUID(),
      } as const;
      const jwks = {
        tenantId: this.tenantId,
        provider: { id: randomUUID(), name: provider },
        issuer: 'https://idp.example',
      };
      const { events, writes } = await app
        .get(JwksLog)
        .firstUse(transaction, { ...jwks, jwks: { keys }, jwkThumbprint }, about);
      await writeTogether(transaction, writes, provider);
      await app.get(AuditRecorder).record(transaction, events);
    });
  }

  /** Records events into an envelope's stream, in one transaction. */
  record(envelopeId: string, events: readonly Partial<AuditEventInput>[]): Promise<readonly RecordedEvent[]> {
    const { app } = this.service;
    return app.get(UnitOfWork).run(async (transaction) => {
      const id = await openStream(transaction, this.tenantId, envelopeId);
      return app.get(AuditRecorder).record(
        transaction,
        events.map((event) => ({
          tenantId: this.tenantId,
          stream: { envelopeId: id },
          type: 'attempt.started',
          occurredAt: this.service.clock.now(),
          actor: { type: 'system', id: 'test' },
          correlationId: randomUUID(),
          data: {},
          ...event,
        })),
      );
    });
  }
}
