import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { AuditEventType } from '../audit/audit-event-type.js';
import { AuditRecorder, type JsonValue } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import type { OAuthClient } from './oauth-client.js';

/** Records what happens to clients, in the stream of their tenant. */
@Injectable()
export class ClientTrail {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  async record(
    transaction: Transaction,
    principal: Principal,
    client: OAuthClient,
    type: AuditEventType,
    data: Readonly<Record<string, JsonValue>> = {},
  ): Promise<void> {
    await this.recorder.record(transaction, [
      {
        tenantId: client.tenantId,
        stream: 'tenant',
        type,
        occurredAt: this.clock.now(),
        actor: principal.actor,
        correlationId: correlationId(),
        data: { clientId: client.id, client: client.name, revision: client.revision, ...data },
      },
    ]);
  }
}

/** What the trail holds of a client: everything but what it authenticates by. */
export function configurationOf(client: OAuthClient): Readonly<Record<string, JsonValue>> {
  const { name, integration, grants, redirectUris, scopes, authentication, tokens, ownerId, enabled } = client;
  return {
    configuration: {
      name,
      integration,
      grants: [...grants],
      redirectUris: [...redirectUris],
      scopes: [...scopes],
      authentication: { ...authentication },
      tokens: { ...tokens },
      owner: ownerId,
      enabled,
    },
  };
}
