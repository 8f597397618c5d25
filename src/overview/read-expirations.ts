import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Clock } from '../config/clock.js';
import { type ExpiringCredential, ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Expiring } from './expirations.schema.js';
import { ExpirationsStore } from './expirations.store.js';

const DAY = 86_400_000;

/** What reading each kind needs. */
const readBy: Readonly<Record<Expiring['kind'], Scope>> = {
  provider_credential: 'providers:read',
  provider_trust: 'providers:read',
  client_certificate: 'client-certificates:read',
  external_authentication: 'external-authentications:access',
  api_key: 'keys:write',
};

const kindOfOwner: Readonly<Record<string, Expiring['kind']>> = {
  provider: 'provider_credential',
  client_certificate: 'client_certificate',
  external_authentication: 'external_authentication',
};

/** A credential as the list shows it; nothing for an owner that the list does not know. */
function shown({ owner: { kind, id, name }, purpose, expiresAt }: ExpiringCredential): Expiring[] {
  const shownAs = kind === 'provider' && purpose.startsWith('$.') ? 'provider_trust' : kindOfOwner[kind];
  if (shownAs === undefined) return [];
  return [{ kind: shownAs, id, name, part: shownAs === 'client_certificate' ? null : purpose, expiresAt }];
}

/** Lists what ends by itself, of each kind that the caller may read. */
@Injectable()
export class ExpirationsReader {
  constructor(
    private readonly sources: ExpirySources,
    private readonly store: ExpirationsStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The soonest first. */
  async list({ tenant, scopes }: Principal, withinDays: number): Promise<{ now: Date; expiring: Expiring[] }> {
    const now = this.clock.now();
    const before = new Date(now.getTime() + withinDays * DAY);
    const { reading } = this.unitOfWork;
    const lists = [
      ...this.sources.all.map(async (source) => (await source.listExpiring(reading, before, tenant.id)).flatMap(shown)),
      this.store.apiKeys(reading, tenant.id, now, before),
    ];
    const found = (await Promise.all(lists)).flat().filter(({ kind }) => scopes.has(readBy[kind]));
    return { now, expiring: found.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime()) };
  }
}
