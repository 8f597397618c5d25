import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { Mails } from '../../mail/mails.js';
import { makeSecret } from '../../secrets/lookup-secret.js';
import { PasswordResetStore } from './password-reset.store.js';

const MINUTE = 60_000;

/** Looks addresses up for which somebody wants a new password, and mails a link to those who may log in by one. */
@Injectable()
export class ResetMailer extends RepeatedJob {
  private working: Promise<void> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly resets: PasswordResetStore,
    private readonly accounts: Accounts,
    private readonly tenants: TenantStore,
    private readonly mails: Mails,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(MINUTE);
  }

  /** After somebody has asked: beside their answer, not before it. What fails is done at the next turn. */
  soon(): void {
    this.working = this.working.then(() => this.answerAll()).catch(() => undefined);
  }

  override async onApplicationShutdown(): Promise<void> {
    await super.onApplicationShutdown();
    await this.working;
  }

  protected override async work(): Promise<void> {
    await this.answerAll();
    await this.unitOfWork.runPatiently((transaction) => this.resets.deleteDue(transaction, this.clock.now()));
  }

  private async answerAll(): Promise<void> {
    while (await this.unitOfWork.run((transaction) => this.answerOne(transaction)));
  }

  /** @returns whether there was one */
  private async answerOne(transaction: Transaction): Promise<boolean> {
    const asked = await this.resets.lockAsked(transaction);
    if (asked === null) return false;
    const { tenantId, expiresAt } = asked;
    const account = await this.accounts.findByEmail(transaction, tenantId, asked.email);
    const tenant = await this.tenants.findById(tenantId, transaction);
    const may = account?.status === 'active' && account.mayUsePassword && expiresAt > this.clock.now();
    if (account === null || tenant === null || !may) {
      await this.resets.answer(transaction, asked, null);
      return true;
    }
    const token = makeSecret(256);
    await this.resets.answer(transaction, asked, { userId: account.id, token });
    const link = `${this.settings.PUBLIC_URL}/login/${tenant.name}/reset/${token}`;
    await this.mails.withdraw(transaction, account, ['password_reset']);
    await this.mails.enqueue(transaction, { to: account, content: { kind: 'password_reset', link }, expiresAt });
    return true;
  }
}
