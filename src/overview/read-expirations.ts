import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Clock } from '../config/clock.js';
import { type ExpiringCredential, ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type DeploymentCertificate, DeploymentCertificates } from '../mutual-tls/deployment-certificates.js';
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
  oauth_client_certificate: 'oauth-clients:read',
  client_certificate_authority: 'settings:read',
  deployment_certificate: 'tenants:read',
};

const kindOfOwner: Readonly<Record<string, Expiring['kind']>> = {
  provider: 'provider_credential',
  client_certificate: 'client_certificate',
  external_authentication: 'external_authentication',
  oauth_client: 'oauth_client_certificate',
  mutual_tls_settings: 'client_certificate_authority',
};

/** A credential as the list shows it; nothing for an owner that the list does not know. */
function shown({ owner: { kind, id, name }, purpose, expiresAt }: ExpiringCredential): Expiring[] {
  const shownAs = kind === 'provider' && purpose.startsWith('$.') ? 'provider_trust' : kindOfOwner[kind];
  if (shownAs === undefined) return [];
  return [{ kind: shownAs, id, name, part: shownAs === 'client_certificate' ? null : purpose, expiresAt }];
}

const shownOfDeployment = ({ setting, part, expiresAt }: DeploymentCertificate, id: string): Expiring => ({
  kind: 'deployment_certificate',
  id,
  name: setting,
  part,
  expiresAt,
});

/** Lists what ends by itself, of each kind that the caller may read. */
@Injectable()
export class ExpirationsReader {
  constructor(
    private readonly sources: ExpirySources,
    private readonly store: ExpirationsStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly deployment: DeploymentCertificates,
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
    const ofDeployment = this.deployment.endingBefore(before).map((one) => shownOfDeployment(one, tenant.id));
    const found = [...(await Promise.all(lists)).flat(), ...ofDeployment].filter(({ kind }) =>
      scopes.has(readBy[kind]),
    );
    return { now, expiring: found.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime()) };
  }
}
