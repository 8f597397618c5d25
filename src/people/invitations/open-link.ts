import { Injectable } from '@nestjs/common';
import { type Tenant, TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import { isSetAs } from '../bindings/identity-settings.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { isOpen, isProved, type UserLink } from './user-link.js';
import { UserLinkStore } from './user-link.store.js';

/** What the user of a link does next. */
export type LinkStep = 'ask_for_code' | 'enter_code' | 'log_in_at_provider' | 'choose_password' | 'confirm';

/** A link that leads somewhere. */
export interface OpenLink {
  readonly link: UserLink;
  readonly user: User;
  readonly tenant: Tenant;
  /** null: the user chooses a password. */
  readonly provider: ProviderForTrip | null;
  readonly step: LinkStep;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Follows a link. Reads only: mail scanners follow links too. */
@Injectable()
export class UserLinkOpener {
  constructor(
    private readonly links: UserLinkStore,
    private readonly users: UserStore,
    private readonly tenants: TenantStore,
    private readonly providers: ProviderDirectory,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param browser the secret that this browser was given with the code; undefined: none
   * @throws CountersignError `people.link_unknown`, `people.link_ended`, `people.provider_changed`
   */
  async open(token: string, browser: string | undefined): Promise<OpenLink> {
    const { reading } = this.unitOfWork;
    const link = TOKEN.test(token) ? await this.links.findByToken(reading, token) : null;
    if (link === null) throw new CountersignError('people.link_unknown');
    const now = this.clock.now();
    if (!isOpen(link, now)) throw new CountersignError('people.link_ended');
    const user = await this.users.find(reading, link.tenantId, link.userId);
    const tenant = await this.tenants.findById(link.tenantId);
    if (await this.tenants.isSuspended(link.tenantId)) throw new CountersignError('people.link_ended');
    if (user === null || tenant === null || user.status === 'locked') throw new CountersignError('people.link_ended');
    const provider = await this.providerOf(link);
    return { link, user, tenant, provider, step: stepOf(link, browser, now) };
  }

  private async providerOf({ tenantId, providerId, identitySettings }: UserLink): Promise<ProviderForTrip | null> {
    if (providerId === null) return null;
    const provider = await this.providers.forUser(tenantId, { id: providerId });
    if (provider === null)
      throw new CountersignError('people.link_ended', {
        detail: 'The provider is disabled, deleted, or not for people of the tenant any more',
      });
    if (identitySettings !== null && !isSetAs(identitySettings, provider))
      throw new CountersignError('people.provider_changed');
    return provider;
  }
}

function stepOf(link: UserLink, browser: string | undefined, now: Date): LinkStep {
  if (link.kind === 'confirmation') return 'confirm';
  const brought = browser === undefined ? null : hashSecret(browser);
  if (isProved(link, brought, now)) return link.providerId === null ? 'choose_password' : 'log_in_at_provider';
  const mailed = link.codeExpiresAt !== null && link.codeExpiresAt > now;
  const isBrowserOfCode = brought !== null && link.browserHash?.equals(brought) === true;
  return mailed && isBrowserOfCode ? 'enter_code' : 'ask_for_code';
}
