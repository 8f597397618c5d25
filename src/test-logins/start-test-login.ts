import { Inject, Injectable } from '@nestjs/common';
import { AttemptStarter, type StartedAttempt } from '../attempts/start-attempt.js';
import { AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { writeTogether } from '../database/write-together.js';
import { showStep } from '../diagnosis/reports/step.schema.js';
import { CountersignError } from '../errors/countersign-error.js';
import { endTestLogin } from './end-test-login.js';
import { makeTestLoginReport } from './make-report.js';
import { resultUrlOf } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';
import { type OpenTestLogin, TestLoginLink } from './test-login-link.js';

/** Sends an admin's browser to the provider, as a signer's would be. */
@Injectable()
export class StartTestLogin {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly link: TestLoginLink,
    private readonly starter: AttemptStarter,
    private readonly store: TestLoginStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param language of the admin's browser
   * @returns the attempt, or where the report of a login is told that could not even be started
   * @throws CountersignError `test_login.link_unknown`, `test_login.ended`
   */
  async start(token: string, language: string): Promise<StartedAttempt | { readonly resultUrl: string }> {
    const opened = await this.link.open(token);
    const { login, provider } = opened;
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
        together: () => Promise.resolve({ heads: [], events: [], writes: () => [] }),
      });
      await this.unitOfWork.run((transaction) =>
        this.store.saveFirstSteps(transaction, login, started.steps.map(showStep)),
      );
      return started;
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      await this.endUnstarted(opened, error);
      return { resultUrl: resultUrlOf(this.settings.PUBLIC_URL, login.id) };
    }
  }

  private async endUnstarted(
    { login: { tenantId, id }, provider }: OpenTestLogin,
    error: CountersignError,
  ): Promise<void> {
    const failure = {
      code: error.code,
      detail: error.detail ?? '',
      steps: [],
      resources: [],
      idToken: null,
      issuer: null,
    };
    await this.unitOfWork.runOptimistically(async (reading) => {
      const login = await this.store.find(reading, tenantId, id);
      if (login === null) return;
      const report = makeTestLoginReport(login, { kind: 'failed', failure }, provider, this.settings.PUBLIC_URL);
      const now = this.clock.now();
      const ended = endTestLogin(this.store, { login, report, failure, revision: provider.revision, now });
      const events = await this.audit.prepare(reading, [], ended.events);
      await writeTogether(reading, [...ended.writes, ...events.writes], id);
    });
  }
}
