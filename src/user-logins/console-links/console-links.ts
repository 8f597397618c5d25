import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ConsoleOperator } from '../../people/administration/console-operator.js';
import { hashSecret, makeSecret } from '../../secrets/lookup-secret.js';
import { LoginBeginner, type LoginFor } from '../logins/begin-login.js';
import { UserLoginStore } from '../logins/user-login.store.js';
import { givesConsoleLinks, SIGN_IN_LIFETIME } from './console-link.js';
import { ConsoleLinkFile } from './console-link-file.js';

interface SignIn {
  readonly secretHash: Buffer;
  readonly userId: string;
  readonly endsAt: Date;
}

/**
 * Links by which a newcomer sees the console without a mail server, a provider or a password. The steps of one, in order:
 *
 * 1. make: the start of the service, or `countersign console-link`, writes it into a file
 * 2. redeem: whoever posts it uses it up; the operator's account is made, and this browser gets a secret for two minutes
 * 3. log in: the console asks for a login as always, and the login of the browser with the secret is the operator's
 */
@Injectable()
export class ConsoleLinks {
  private readonly file: ConsoleLinkFile;
  /** In memory only: an embedded database has one process, and two minutes need not outlive it. */
  private signIn: SignIn | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly operator: ConsoleOperator,
    private readonly accounts: Accounts,
    private readonly beginner: LoginBeginner,
    private readonly logins: UserLoginStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    this.file = new ConsoleLinkFile(settings);
  }

  get given(): boolean {
    return givesConsoleLinks(this.settings);
  }

  /** For the start of the service. @returns null where there are none, or one was used before */
  async makeFirst(): Promise<{ readonly url: string; readonly path: string } | null> {
    if (!this.given || (await this.operator.isThere())) return null;
    return { url: this.file.make(this.clock.now()), path: this.file.path };
  }

  /** @returns the secret for the browser; null: the link is not, or no longer, good for anything */
  async redeem(token: string): Promise<string | null> {
    const now = this.clock.now();
    if (!this.given || !this.file.take(token, now)) return null;
    const userId = await this.unitOfWork.run((transaction) => this.operator.ensure(transaction, now));
    if (userId === null) return null;
    const secret = makeSecret(256);
    this.signIn = { secretHash: hashSecret(secret), userId, endsAt: new Date(now.getTime() + SIGN_IN_LIFETIME) };
    return secret;
  }

  /** Ends the login of an interaction as the operator's, once for each secret. @returns whether it is */
  async logIn(login: LoginFor, secret: string): Promise<boolean> {
    const { signIn } = this;
    if (signIn === null || !timingSafeEqual(signIn.secretHash, hashSecret(secret))) return false;
    this.signIn = null;
    const now = this.clock.now();
    if (signIn.endsAt <= now) return false;
    return this.unitOfWork.run(async (transaction) => {
      // Null where the login is another tenant's: the operator is nobody there.
      const account = await this.accounts.lock(transaction, login.tenantId, signIn.userId);
      if (account === null) return false;
      const begun = await this.beginner.begin(transaction, login);
      await this.logins.update(transaction, {
        ...begun,
        stage: 'authenticated',
        userId: account.id,
        amr: ['link'],
        acr: null,
        challenge: null,
        provider: null,
        profile: null,
        failure: null,
        authenticatedAt: now,
      });
      return true;
    });
  }
}
