import { Injectable } from '@nestjs/common';
import { AttemptStarter, type StartedAttempt } from '../../attempts/start-attempt.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { LoginBeginner, type LoginFor } from './begin-login.js';
import { noticeOf } from './login-notice.js';
import { UserLoginStore } from './user-login.store.js';

interface StartProviderLogin extends LoginFor {
  /** Name of a provider whose `usage` has `user`; the login page need not show it. */
  readonly providerName: string;
  readonly language: string;
}

/** Sends a browser to the provider that its user logs in at. */
@Injectable()
export class ProviderLoginStarter {
  constructor(
    private readonly providers: ProviderDirectory,
    private readonly beginner: LoginBeginner,
    private readonly starter: AttemptStarter,
    private readonly logins: UserLoginStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the attempt; null when the provider cannot be sent to, which the page of the login then says
   * @throws CountersignError `login.provider_unknown`, `login.ended`
   */
  async start({ tenantId, interaction, providerName, language }: StartProviderLogin): Promise<StartedAttempt | null> {
    const provider = await this.providers.forUser(tenantId, { name: providerName });
    if (provider === null) throw new CountersignError('login.provider_unknown');
    const login = await this.unitOfWork.run((transaction) =>
      this.beginner.begin(transaction, { tenantId, interaction }),
    );
    try {
      return await this.starter.start({
        purpose: 'user_login',
        ownerId: login.id,
        ownerExpiresAt: login.expiresAt,
        envelopeId: null,
        dataKeyId: null,
        provider,
        language,
        loginHint: null,
        together: () => Promise.resolve({ heads: [], events: [], writes: () => [] }),
      });
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      await writeTogether(this.unitOfWork.lookups, [this.logins.fail(login, noticeOf(error.code))], login.id);
      return null;
    }
  }
}
