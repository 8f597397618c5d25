import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Expiring } from './expirations.schema.js';
import { ExpirationsStore } from './expirations.store.js';

const DAY = 86_400_000;

/** Lists what ends by itself, of each kind that the caller may read. */
@Injectable()
export class ExpirationsReader {
  constructor(
    private readonly store: ExpirationsStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The soonest first. */
  async list({ tenant, scopes }: Principal, withinDays: number): Promise<{ now: Date; expiring: Expiring[] }> {
    const now = this.clock.now();
    const before = new Date(now.getTime() + withinDays * DAY);
    const { reading } = this.unitOfWork;
    const kinds: readonly (readonly [Scope, () => Promise<Expiring[]>])[] = [
      ['providers:read', () => this.store.credentials(reading, tenant.id, before)],
      ['providers:read', () => this.store.trust(reading, tenant.id, before)],
      ['client-certificates:read', () => this.store.clientCertificates(reading, tenant.id, before)],
      ['keys:write', () => this.store.apiKeys(reading, tenant.id, now, before)],
    ];
    const readable = kinds.filter(([scope]) => scopes.has(scope));
    const found = (await Promise.all(readable.map(([, list]) => list()))).flat();
    return { now, expiring: found.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime()) };
  }
}
