import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Attempt, type AttemptFailure, type AttemptReport, isExchanging } from '../attempts/attempt.js';
import {
  type AttemptOwner,
  AttemptOwners,
  type EndedTrip,
  type RepeatedSettlement,
  type SettledTrip,
} from '../attempts/attempt-owner.js';
import type { Settlement } from '../attempts/settlement.js';
import type { Actor } from '../audit/recording.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Lookups } from '../database/transaction.js';
import type { TripOutcome } from '../federation/trip.js';
import { endTestLogin } from './end-test-login.js';
import { makeTestLoginReport } from './make-report.js';
import { resultUrlOf } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';
import type { TestLoginReport } from './test-login-report.schema.js';

/** The page is in the language of the admin's browser, and about no envelope. */
const nothingKnown = { language: null, envelopeName: null } as const;

/** Owns the attempts of test logins: whatever came is a report. */
@Injectable()
export class TestLoginOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'test_login';

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly owners: AttemptOwners,
    private readonly logins: TestLoginStore,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  actor(): Actor {
    return { type: 'system', id: 'test-login' };
  }

  /** A provider that is disabled can be tried out. */
  usable(): boolean {
    return true;
  }

  /** Of a test login the trail has one event only, its end. */
  received(): null {
    return null;
  }

  async settle(reading: Lookups, { attempt, outcome, provider, now }: EndedTrip): Promise<SettledTrip> {
    const login = await this.logins.find(reading, attempt.tenantId, attempt.ownerId);
    const failure = failureOf(outcome);
    const status = failure === null ? 'succeeded' : 'failed';
    const settlement = this.arrive(attempt);
    if (login === null || provider === null)
      return {
        end: { status, failure, report: null },
        last: false,
        heads: [],
        events: [],
        writes: () => [],
        settlement,
      };
    const report = makeTestLoginReport(login, outcome, provider, this.settings.PUBLIC_URL);
    const ended = endTestLogin(this.logins, { login, report, failure, revision: attempt.providerRevision, now });
    return {
      end: { status, failure, report: withoutValues(outcome, report) },
      last: true,
      heads: [],
      events: ended.events,
      writes: () => ended.writes,
      settlement,
    };
  }

  repeat(_reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement> {
    const working = { kind: 'page', page: { name: 'already-received', standing: 'working' }, ...nothingKnown } as const;
    return Promise.resolve({ settlement: isExchanging(attempt, now) ? working : this.arrive(attempt), writes: [] });
  }

  /** The link can be used again until it expires. */
  async abandoned(): Promise<void> {
    await Promise.resolve();
  }

  private arrive({ ownerId }: Attempt): Settlement {
    return { kind: 'redirect', url: resultUrlOf(this.settings.PUBLIC_URL, ownerId), ...nothingKnown };
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
