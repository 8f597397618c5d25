import { Injectable } from '@nestjs/common';
import { Accounts } from '../access/accounts.js';
import type { AuditEventType } from '../audit/audit-event-type.js';
import { AuditRecorder } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import { Mails } from '../mail/mails.js';
import type { Connection } from './connection.js';

/** Tells of a connection: the trail, and by it listeners; by mail its owner, or the administrators. */
@Injectable()
export class ConnectionNotices {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly accounts: Accounts,
    private readonly mails: Mails,
  ) {}

  /** @param code why it fails, or `credential_expiring`, `credential_expired` */
  async failed(transaction: Transaction, connection: Connection, code: string, now: Date): Promise<void> {
    await this.record(transaction, 'connection.failed', connection, code, now);
    for (const to of await this.toBeTold(transaction, connection))
      await this.mails.enqueue(transaction, {
        to,
        content: { kind: 'connection_failed', connection: connection.name },
      });
  }

  async recovered(transaction: Transaction, connection: Connection, now: Date): Promise<void> {
    await this.record(transaction, 'connection.recovered', connection, null, now);
  }

  /** The owner while they can log in, else whoever may change clients. */
  private async toBeTold(transaction: Transaction, { tenantId, ownerId }: Connection) {
    const owner = ownerId === null ? null : await this.accounts.find(transaction, tenantId, ownerId);
    if (owner?.status === 'active') return [owner];
    return this.accounts.holding(transaction, tenantId, 'oauth-clients:write');
  }

  private async record(
    transaction: Transaction,
    type: AuditEventType,
    { tenantId, kind, id, name, expiresAt }: Connection,
    code: string | null,
    now: Date,
  ): Promise<void> {
    await this.recorder.record(transaction, [
      {
        tenantId,
        stream: 'tenant',
        type,
        occurredAt: now,
        actor: { type: 'system', id: 'connections' },
        correlationId: correlationId(),
        data: {
          connection: { kind, id, name },
          ...(code === null ? {} : { code }),
          ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
        },
      },
    ]);
  }
}
