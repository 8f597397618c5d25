import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { loginPath } from '../../access/login-interactions.js';
import { TenantStore } from '../../access/tenant.store.js';
import { type Attempt, isExchanging } from '../../attempts/attempt.js';
import {
  type AttemptOwner,
  AttemptOwners,
  type EndedTrip,
  type ProviderStanding,
  type RepeatedSettlement,
  type SettledTrip,
} from '../../attempts/attempt-owner.js';
import type { Settlement } from '../../attempts/settlement.js';
import type { Actor } from '../../audit/recording.js';
import { claimTree } from '../../claims/claim-tree.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Lookups } from '../../database/transaction.js';
import type { TripOutcome } from '../../federation/trip.js';
import { type JudgedProviderLogin, ProviderLoginJudge } from './judge-provider-login.js';
import type { UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

const nothingKnown = { language: null, envelopeName: null } as const;

/** Owns the attempts of people who log in: a trip tells who it is, or why nobody is logged in. */
@Injectable()
export class UserLoginOwner implements AttemptOwner, OnModuleInit {
  readonly purpose = 'user_login';

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly owners: AttemptOwners,
    private readonly logins: UserLoginStore,
    private readonly judge: ProviderLoginJudge,
    private readonly tenants: TenantStore,
  ) {}

  onModuleInit(): void {
    this.owners.register(this);
  }

  /** Who it is shows in the end. */
  actor(): Actor {
    return { type: 'system', id: 'login' };
  }

  usable({ enabled, usage }: ProviderStanding): boolean {
    return enabled && usage.includes('user');
  }

  /** Nobody's stream is known yet. */
  received(): null {
    return null;
  }

  async settle(reading: Lookups, ended: EndedTrip): Promise<SettledTrip> {
    const { tenantId, ownerId } = ended.attempt;
    const login = await this.logins.find(reading, tenantId, ownerId);
    if (login === null || login.stage === 'finished')
      return {
        end: { status: 'abandoned', failure: null, report: null },
        last: false,
        heads: [],
        events: [],
        writes: () => [],
        settlement: over(),
      };
    const judged = await this.judge.judge(reading, login, ended);
    return {
      end: endOf(ended.outcome, judged),
      last: judged.failure === null,
      heads: [],
      events: judged.events,
      writes: () => judged.writes,
      settlement: await this.goOn(login, judged.failure === null),
    };
  }

  async repeat(reading: Lookups, attempt: Attempt, now: Date): Promise<RepeatedSettlement> {
    if (isExchanging(attempt, now))
      return {
        settlement: { kind: 'page', page: { name: 'already-received', standing: 'working' }, ...nothingKnown },
        writes: [],
      };
    const login = await this.logins.find(reading, attempt.tenantId, attempt.ownerId);
    if (login === null || login.stage === 'finished') return { settlement: over(), writes: [] };
    return { settlement: await this.goOn(login, login.stage === 'authenticated'), writes: [] };
  }

  /** The page of the login can be used again until it ends. */
  async abandoned(): Promise<void> {
    await Promise.resolve();
  }

  /** Back to the pages that have the cookie of the interaction: a browser without it gets no further. */
  private async goOn({ tenantId, interaction }: UserLogin, authenticated: boolean): Promise<Settlement> {
    const tenant = await this.tenants.findById(tenantId);
    if (tenant === null) return over();
    const path = `${loginPath(tenant.name, interaction)}${authenticated ? '/finish' : ''}`;
    return { kind: 'redirect', url: `${this.settings.PUBLIC_URL}${path}`, ...nothingKnown };
  }
}

/** The login has ended meanwhile, e.g. in another tab. */
const over = (): Settlement => ({
  kind: 'page',
  page: { name: 'already-received', standing: 'failed' },
  ...nothingKnown,
});

function endOf(outcome: TripOutcome, { failure }: JudgedProviderLogin): SettledTrip['end'] {
  const { steps } = outcome.kind === 'failed' ? outcome.failure : outcome.trip;
  const sources = outcome.kind === 'completed' ? outcome.trip.sources : [];
  const claims = Object.fromEntries(sources.map(({ source, claims: told }) => [source, claimTree(told)]));
  return {
    status: failure === null ? 'succeeded' : 'failed',
    failure,
    report: { steps, claims, verdicts: [], checks: [] },
  };
}
