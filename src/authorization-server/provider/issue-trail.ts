import { Injectable } from '@nestjs/common';
import type { AuditEventType } from '../../audit/audit-event-type.js';
import { AuditRecorder, type JsonValue } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import type { RegisteredClient } from '../../oauth-clients/oauth-client.js';

/** Writes into the trail what policies refuse. */
@Injectable()
export class IssueTrail {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async reused(client: RegisteredClient, userId: string): Promise<void> {
    await this.record(client, 'oauth_refresh_token.reused', { clientId: client.id, userId });
  }

  async refused(
    client: RegisteredClient,
    grant: string,
    { policyId, reason }: { readonly policyId: string | null; readonly reason: string },
  ): Promise<void> {
    await this.record(client, 'oauth_token.refused', { clientId: client.id, grant, policyId, reason });
  }

  private async record(
    client: RegisteredClient,
    type: AuditEventType,
    data: Readonly<Record<string, JsonValue>>,
  ): Promise<void> {
    await this.unitOfWork.run((transaction) =>
      this.recorder.record(transaction, [
        {
          tenantId: client.tenantId,
          stream: 'tenant',
          type,
          occurredAt: this.clock.now(),
          actor: { type: 'oauth_client', id: client.id },
          correlationId: correlationId(),
          data,
        },
      ]),
    );
  }
}
