import { Injectable } from '@nestjs/common';
import { TenantStore } from '../access/tenant.store.js';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { isUsable, type TestLogin } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';

export interface OpenTestLogin {
  readonly login: TestLogin;
  readonly provider: ProviderForTrip;
}

/** Follows the link of a test login. Reads only. */
@Injectable()
export class TestLoginLink {
  constructor(
    private readonly store: TestLoginStore,
    private readonly providers: ProviderDirectory,
    private readonly tenants: TenantStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `test_login.link_unknown`, `test_login.ended` */
  async open(token: string): Promise<OpenTestLogin> {
    const known = /^[A-Za-z0-9_-]{43}$/.test(token);
    const login = known ? await this.store.findByToken(this.unitOfWork.reading, token) : null;
    if (login === null) throw new CountersignError('test_login.link_unknown');
    if (!isUsable(login, this.clock.now())) {
      throw new CountersignError('test_login.ended', {
        detail: `It is ${login.status === 'open' ? 'expired' : login.status}`,
      });
    }
    if (await this.tenants.isSuspended(login.tenantId))
      throw new CountersignError('test_login.ended', { detail: 'The tenant is suspended' });
    const provider = await this.providers.forTest(login.tenantId, login.providerName);
    if (provider === null) throw new CountersignError('test_login.ended', { detail: 'The provider was deleted' });
    return { login, provider };
  }
}
