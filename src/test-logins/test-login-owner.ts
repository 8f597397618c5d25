import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Attempt, AttemptFailure, AttemptReport } from '../attempts/attempt.js';
import { AttemptStore } from '../attempts/attempt.store.js';
import { type AttemptOwner, AttemptOwners, type Settlement } from '../attempts/attempt-owner.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { writeTogether } from '../database/write-together.js';
import type { TripOutcome } from '../federation/trip.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { TestLoginEnder } from './end-test-login.js';
import { TestLoginStore } from './test-login.store.js';
import type { TestLoginReport } from './test-login-report.schema.js';

/** The page is in the language of the admin's browser, and about no envelope. */
const nothingKnown = { language: null, envelopeName: null } as const;

/** Settles the attempts of test logins: whatever came is a report. */
@Injectable()
export class TestLoginOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'test_login';

  constructor(
    private readonly owners: AttemptOwners,
    private readonly attempts: AttemptStore,
    private readonly logins: TestLoginStore,
    private readonly ender: TestLoginEnder,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  async settle(attempt: Attempt, outcome: TripOutcome, provider: ProviderForTrip | null): Promise<Settlement> {
    await this.unitOfWork.run(async (transaction) => {
      const present = await this.attempts.find(transaction, attempt.tenantId, attempt.id);
      const now = this.ender.now();
      if (present === null || present.status !== 'exchanging' || present.deadlineAt <= now) return;
      const login = await this.logins.find(transaction, attempt.tenantId, attempt.ownerId);
      const failure = failureOf(outcome);
      const report = login === null || provider === null ? null : this.ender.reportOf(login, outcome, provider);
      const kept = report === null ? null : withoutValues(outcome, report);
      await writeTogether(transaction, [this.attempts.ended(attempt, failure, kept, now)], attempt.id);
      if (login !== null && report !== null)
        await this.ender.end(transaction, login, report, failure, attempt.providerRevision);
    });
    return this.arrive(attempt);
  }

  repeat(attempt: Attempt): Promise<Settlement> {
    if (attempt.status === 'exchanging') return Promise.resolve({ kind: 'working', ...nothingKnown });
    return Promise.resolve(this.arrive(attempt));
  }

  /** The link can be used again until it expires. */
  async abandoned(): Promise<void> {
    await Promise.resolve();
  }

  private arrive({ ownerId }: Attempt): Settlement {
    return { kind: 'redirect', url: this.ender.resultUrl({ id: ownerId }), ...nothingKnown };
  }
}

/** What the attempt itself keeps: names and types, by which a diagnosis can judge claim paths. */
function withoutValues(outcome: TripOutcome, report: TestLoginReport): AttemptReport {
  const { steps } = outcome.kind === 'failed' ? outcome.failure : outcome.trip;
  const claims = Object.fromEntries(report.sources.map(({ source, tree }) => [source, tree]));
  return { steps, claims, verdicts: report.mappings.map(({ verdict }) => verdict), checks: report.checks };
}

function failureOf(outcome: TripOutcome): AttemptFailure | null {
  if (outcome.kind === 'completed') return null;
  const { code, detail } = outcome.failure;
  return { code, detail };
}
