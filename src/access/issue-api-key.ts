import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import { AccessTrail } from './access-trail.js';
import { type ApiKey, ApiKeyStore } from './api-key.store.js';
import type { Principal } from './principal.js';
import { requireHeld } from './require-held.js';
import type { Scope } from './scope.js';
import { WithinLimits } from './within-limits.js';

interface IssueApiKey {
  readonly tenantId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

/** A key that came in the place of another, and that one with its end. */
interface RotatedApiKey {
  readonly issued: IssuedApiKey;
  readonly before: ApiKey;
}

/** A key as it is shown once. */
type IssuedApiKey = ApiKey & { readonly key: string };

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
  async issue(transaction: Transaction, by: Principal, request: IssueApiKey): Promise<IssuedApiKey> {
    const now = this.clock.now();
    const faults = request.scopes.flatMap((scope, index) =>
      by.scopes.has(scope)
        ? []
        : [{ path: `$.scopes[${index}]`, message: `the key that you use lacks ${scope}, so it cannot grant it` }],
    );
    if (request.expiresAt !== null && request.expiresAt <= now)
      faults.push({ path: '$.expiresAt', message: 'expected a time in the future' });
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
    await this.limits.judge(transaction, request.tenantId, 'apiKeys', () =>
      this.apiKeys.countValid(transaction, request.tenantId, now),
    );
    return this.make(transaction, by, { ...request, rotatedFrom: null }, now);
  }

  /** Makes a key and records it. */
  private async make(
    transaction: Transaction,
    { actor }: Principal,
    { tenantId, name, scopes, expiresAt, rotatedFrom }: IssueApiKey & Pick<ApiKey, 'rotatedFrom'>,
    now: Date,
  ): Promise<IssuedApiKey> {
    const key = `csk_${makeSecret(256)}`;
    const apiKey: ApiKey = { id: randomUUID(), name, scopes, createdAt: now, rotatedFrom, expiresAt, revokedAt: null };
    await this.apiKeys.insert(transaction, tenantId, apiKey, key, actor);
    const event = { type: 'api_key.created', tenantId, apiKeyId: apiKey.id, scopes, expiresAt } as const;
    await this.trail.record(transaction, event, actor, now);
    return { ...apiKey, key };
  }

  /**
   * Makes a key in the place of another, with its name, scopes and lifetime; the other works on for a while, so that whoever uses it
   * can change over. It counts as one with the other: the limit of the tenant is not asked.
   *
   * @param overlapSeconds how long the other works on
   * @throws CountersignError `request.not_found`; `request.conflict` when a key came in its place before; `access.scope_missing`
   */
  async rotate(transaction: Transaction, by: Principal, id: string, overlapSeconds: number): Promise<RotatedApiKey> {
    const now = this.clock.now();
    const tenantId = by.tenant.id;
    const found = await this.apiKeys.lockValid(transaction, tenantId, id, now);
    if (found === null) throw new CountersignError('request.not_found');
    const { apiKey: before, isRotated } = found;
    if (isRotated)
      throw new CountersignError('request.conflict', {
        detail: 'Another key came in its place already: rotate that one',
      });
    requireHeld(by, before.scopes);
    const lifetime = before.expiresAt === null ? null : before.expiresAt.getTime() - before.createdAt.getTime();
    const endsAt = new Date(now.getTime() + overlapSeconds * 1000);
    const ending = before.expiresAt !== null && before.expiresAt < endsAt ? before.expiresAt : endsAt;
    await this.apiKeys.end(transaction, tenantId, id, ending);
    const expiresAt = lifetime === null ? null : new Date(now.getTime() + lifetime);
    const { name, scopes } = before;
    const issued = await this.make(transaction, by, { tenantId, name, scopes, expiresAt, rotatedFrom: id }, now);
    const event = { type: 'api_key.rotated', tenantId, apiKeyId: id, next: issued.id, endsAt: ending } as const;
    await this.trail.record(transaction, event, by.actor, now);
    return { issued, before: { ...before, expiresAt: ending } };
  }
}
