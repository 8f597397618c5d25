import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import { AccessTrail } from './access-trail.js';
import { type ApiKey, ApiKeyStore } from './api-key.store.js';
import type { Principal } from './principal.js';
import type { Scope } from './scope.js';
import { WithinLimits } from './within-limits.js';

interface IssueApiKey {
  readonly tenantId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

/** Issues API keys. A key is shown once, in the answer that makes it. */
@Injectable()
export class ApiKeyIssuer {
  constructor(
    private readonly apiKeys: ApiKeyStore,
    private readonly limits: WithinLimits,
    private readonly trail: AccessTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError when a scope is asked for that the issuing key lacks, or the expiry has passed */
  async issue(
    transaction: Transaction,
    by: Principal,
    request: IssueApiKey,
  ): Promise<ApiKey & { readonly key: string }> {
    const now = this.clock.now();
    const faults = request.scopes.flatMap((scope, index) =>
      by.scopes.has(scope)
        ? []
        : [{ path: `$.scopes[${index}]`, message: `the key that you use lacks ${scope}, so it cannot grant it` }],
    );
    if (request.expiresAt !== null && request.expiresAt <= now)
      faults.push({ path: '$.expiresAt', message: 'expected a time in the future' });
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
    const key = `csk_${makeSecret(256)}`;
    const apiKey: ApiKey = {
      id: randomUUID(),
      name: request.name,
      scopes: request.scopes,
      createdAt: now,
      expiresAt: request.expiresAt,
      revokedAt: null,
    };
    await this.limits.judge(transaction, request.tenantId, 'apiKeys', () =>
      this.apiKeys.countValid(transaction, request.tenantId, now),
    );
    await this.apiKeys.insert(transaction, request.tenantId, apiKey, key);
    await this.trail.record(
      transaction,
      {
        type: 'api_key.created',
        tenantId: request.tenantId,
        apiKeyId: apiKey.id,
        scopes: apiKey.scopes,
        expiresAt: apiKey.expiresAt,
      },
      by.actor,
      now,
    );
    return { ...apiKey, key };
  }
}
