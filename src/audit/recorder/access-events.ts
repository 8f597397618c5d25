import { Injectable } from '@nestjs/common';
import { type AccessEvent, AccessTrail } from '../../access/access-trail.js';
import type { Transaction } from '../../database/transaction.js';
import { correlationId } from '../../http/correlation.js';
import type { JsonObject } from '../format/json-value.js';
import { type Actor, AuditRecorder } from '../recording.js';

/** Records what happens to tenants and keys in the stream of the tenant that they belong to. */
@Injectable()
export class RecordedAccessTrail extends AccessTrail {
  constructor(private readonly recorder: AuditRecorder) {
    super();
  }

  async record(transaction: Transaction, event: AccessEvent, actor: Actor, now: Date): Promise<void> {
    await this.recorder.record(transaction, [
      {
        tenantId: event.tenantId,
        stream: 'tenant',
        type: event.type,
        occurredAt: now,
        actor,
        correlationId: correlationId(),
        data: dataOf(event),
      },
    ]);
  }
}

function dataOf(event: AccessEvent): JsonObject {
  switch (event.type) {
    case 'tenant.created':
    case 'tenant.suspended':
    case 'tenant.resumed':
      return { name: event.name };
    case 'tenant.limits_changed':
      return { name: event.name, limits: { ...event.limits } };
    case 'api_key.created':
      return { apiKeyId: event.apiKeyId, scopes: event.scopes, expiresAt: event.expiresAt?.toISOString() ?? null };
    case 'api_key.rotated':
      return { apiKeyId: event.apiKeyId, next: event.next, endsAt: event.endsAt.toISOString() };
    case 'api_key.revoked':
      return { apiKeyId: event.apiKeyId };
  }
}
