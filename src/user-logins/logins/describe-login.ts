import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { UserPasswordStore } from '../passwords/user-password.store.js';
import { isUnderWay, type UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

/** How one can log in at a tenant. */
interface DescribedLogin {
  readonly providers: readonly ProviderForTrip[];
  /** Whether anybody of the tenant has a password; also where there is nothing else to show. */
  readonly withPassword: boolean;
}

/** Describes what the page of a login shows. Reads only. */
@Injectable()
export class LoginDescriber {
  constructor(
    private readonly logins: UserLoginStore,
    private readonly passwords: UserPasswordStore,
    private readonly providers: ProviderDirectory,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async describe(tenantId: string): Promise<DescribedLogin> {
    const providers = await this.providers.onLoginPage(tenantId);
    const withPassword = providers.length === 0 || (await this.passwords.hasAny(this.unitOfWork.lookups, tenantId));
    return { providers, withPassword };
  }

  /** How far the login of an interaction has come; null: nobody has done anything yet, or it has ended. */
  async find(tenantId: string, interaction: string): Promise<UserLogin | null> {
    const login = await this.logins.findByInteraction(this.unitOfWork.lookups, tenantId, interaction);
    return login !== null && isUnderWay(login, this.clock.now()) ? login : null;
  }
}
