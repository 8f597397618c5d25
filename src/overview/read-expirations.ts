import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { Clock } from '../config/clock.js';
import { type ExpiringCredential, type ExpiringKind, ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { isDatabaseUnavailable } from '../database/unavailable.js';
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

/** A credential as the list shows it. */
const shown = (kind: ExpiringKind, { owner: { id, name }, purpose, expiresAt }: ExpiringCredential): Expiring => ({
  kind,
  id,
  name,
  part: kind === 'client_certificate' ? null : purpose,
  expiresAt,
});

const shownOfDeployment = ({ setting, part, expiresAt }: DeploymentCertificate, id: string): Expiring => ({
  kind: 'deployment_certificate',
  id,
  name: setting,
  part,
  expiresAt,
});

interface Expirations {
  readonly now: Date;
  /** The soonest first. */
  readonly expiring: readonly Expiring[];
  /** Kinds that could not be read. */
  readonly failed: readonly Expiring['kind'][];
}

/** Lists what ends by itself, of each kind that the caller may read. */
@Injectable()
export class ExpirationsReader {
  private readonly logger = new Logger('Expirations');

  constructor(
    private readonly sources: ExpirySources,
    private readonly store: ExpirationsStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly deployment: DeploymentCertificates,
    private readonly clock: Clock,
  ) {}

  /**
   * What ends tomorrow must not be hidden by something else that cannot be read: each kind is read by itself.
   * @throws what says that the database is away, which is so for every kind
   */
  async list({ tenant, scopes }: Principal, withinDays: number): Promise<Expirations> {
    const now = this.clock.now();
    const before = new Date(now.getTime() + withinDays * DAY);
    const { reading } = this.unitOfWork;
    const kinds: { readonly kind: Expiring['kind']; readonly read: () => Promise<readonly Expiring[]> }[] = [
      ...this.sources.all.map((source) => ({
        kind: source.kind,
        read: async () =>
          (await source.listExpiring(reading, before, tenant.id)).map((credential) => shown(source.kind, credential)),
      })),
      { kind: 'api_key', read: () => this.store.apiKeys(reading, tenant.id, now, before) },
      {
        kind: 'deployment_certificate',
        read: () =>
          Promise.resolve(this.deployment.endingBefore(before).map((one) => shownOfDeployment(one, tenant.id))),
      },
    ];
    const failed: Expiring['kind'][] = [];
    const lists = await Promise.all(
      kinds
        .filter(({ kind }) => scopes.has(readBy[kind]))
        .map(async ({ kind, read }) => {
          try {
            return await read();
          } catch (error) {
            if (isDatabaseUnavailable(error)) throw error;
            this.logger.error(
              { error, tenantId: tenant.id, detail: kind },
              'What expires of one kind could not be read',
            );
            failed.push(kind);
            return [];
          }
        }),
    );
    const expiring = lists.flat().sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
    return { now, expiring, failed };
  }
}
