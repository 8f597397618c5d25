import { Inject, Injectable } from '@nestjs/common';
import type { AttemptFailure } from '../attempts/attempt.js';
import { AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { CountersignError } from '../errors/countersign-error.js';
import type { TripOutcome } from '../federation/trip.js';
import { correlationId } from '../http/correlation.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { makeTestLoginReport } from './make-report.js';
import type { TestLogin } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';
import type { TestLoginReport } from './test-login-report.schema.js';

/** Ends a test login: its report, and the one event that the trail has of it. */
@Injectable()
export class TestLoginEnder {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly store: TestLoginStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  resultUrl({ id }: Pick<TestLogin, 'id'>): string {
    return `${this.settings.PUBLIC_URL}/test-logins/${id}/result`;
  }

  reportOf(login: TestLogin, outcome: TripOutcome, provider: ProviderForTrip): TestLoginReport {
    return makeTestLoginReport({
      outcome,
      stepsBefore: login.firstSteps,
      configuration: provider.configuration,
      revision: provider.revision,
      sample: login.sample,
      publicUrl: this.settings.PUBLIC_URL,
    });
  }

  /** @returns where the browser is to be sent */
  async startFailed(login: TestLogin, provider: ProviderForTrip, error: CountersignError): Promise<string> {
    const failure = { code: error.code, detail: error.detail ?? '', steps: [], resources: [], idToken: null };
    const report = this.reportOf(login, { kind: 'failed', failure }, provider);
    await this.unitOfWork.run((transaction) => this.end(transaction, login, report, failure, provider.revision));
    return this.resultUrl(login);
  }

  /** Does nothing when another login on the same link was first. */
  async end(
    transaction: Transaction,
    login: TestLogin,
    report: TestLoginReport,
    failure: AttemptFailure | null,
    revision: number,
  ): Promise<void> {
    const now = this.clock.now();
    const status = report.verdict === 'fault' || failure !== null ? 'failed' : 'succeeded';
    if (!(await this.store.end(transaction, { ...login, status, report }, now))) return;
    await this.audit.record(transaction, [
      {
        tenantId: login.tenantId,
        stream: 'tenant',
        type: 'provider.test_login',
        occurredAt: now,
        actor: login.createdBy,
        correlationId: correlationId(),
        data: {
          testLoginId: login.id,
          providerId: login.providerId,
          provider: login.providerName,
          revision,
          status,
          ...(failure === null ? {} : { failureCode: failure.code }),
        },
      },
    ]);
  }
}
