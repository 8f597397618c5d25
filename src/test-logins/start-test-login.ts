import { Injectable } from '@nestjs/common';
import { AttemptStarter, type StartedAttempt } from '../attempts/start-attempt.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { showStep } from '../diagnosis/reports/step.schema.js';
import { CountersignError } from '../errors/countersign-error.js';
import { TestLoginEnder } from './end-test-login.js';
import { TestLoginStore } from './test-login.store.js';
import { TestLoginLink } from './test-login-link.js';

/** Sends an admin's browser to the provider, as a signer's would be. */
@Injectable()
export class StartTestLogin {
  constructor(
    private readonly link: TestLoginLink,
    private readonly starter: AttemptStarter,
    private readonly ender: TestLoginEnder,
    private readonly store: TestLoginStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param language of the admin's browser
   * @returns the attempt, or where the report of a login is told that could not even be started
   * @throws CountersignError `test_login.link_unknown`, `test_login.ended`
   */
  async start(token: string, language: string): Promise<StartedAttempt | { readonly resultUrl: string }> {
    const { login, provider } = await this.link.open(token);
    try {
      const started = await this.starter.start({
        purpose: 'test_login',
        ownerId: login.id,
        ownerExpiresAt: login.expiresAt,
        envelopeId: null,
        dataKeyId: null,
        provider,
        language,
        loginHint: provider.configuration.useLoginHint ? (login.sample.recipient.email ?? null) : null,
        together: () => Promise.resolve([]),
      });
      await this.unitOfWork.run((transaction) =>
        this.store.saveFirstSteps(transaction, login, started.steps.map(showStep)),
      );
      return started;
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      return { resultUrl: await this.ender.startFailed(login, provider, error) };
    }
  }
}
