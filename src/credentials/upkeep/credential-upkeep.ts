import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import { expiryThreshold } from '../../certificates/expiry-threshold.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { Credentials } from '../credentials.js';
import { type ExpiringCredential, type ExpirySource, ExpirySources } from './expiry-sources.js';

const dayMilliseconds = 86_400_000;
/** Everything that expires within this time is known to the metrics. */
const horizonMilliseconds = 400 * dayMilliseconds;
/** What is out of use is kept so long, for clocks that differ between instances. */
const destructionDelayMilliseconds = 3_600_000;

/** Warns of credentials that expire, and destroys those that are out of use. Several instances may do it at once. */
@Injectable()
export class CredentialUpkeep {
  private readonly expiring = new Map<ExpirySource, readonly ExpiringCredential[]>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sources: ExpirySources,
    private readonly credentials: Credentials,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** Credentials in use with a known expiry, as the last run that could read them found them; soonest first. */
  get knownExpiries(): readonly ExpiringCredential[] {
    const found = [...this.expiring.values()].flat();
    return found.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
  }

  /** @throws AggregateError when something failed, once everything else is done: what one tenant has entered must not silence the others' warnings */
  async run(): Promise<void> {
    const now = this.clock.now();
    const failures: unknown[] = [];
    const each = (work: () => Promise<unknown>): Promise<unknown> =>
      work().catch((error: unknown) => failures.push(error));
    for (const source of this.sources.all)
      await each(async () => {
        for (const credential of await this.newsOf(source, now))
          await each(() => this.warn(source, credential, credential.days, now));
      });
    const retiredBefore = new Date(now.getTime() - destructionDelayMilliseconds);
    await each(() =>
      this.unitOfWork.runPatiently((transaction) => this.credentials.destroyRetired(transaction, retiredBefore, now)),
    );
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} parts of the upkeep failed`);
  }

  /** Those that have come within another threshold since they were warned of. */
  private async newsOf(
    source: ExpirySource,
    now: Date,
  ): Promise<readonly (ExpiringCredential & { readonly days: number })[]> {
    const horizon = new Date(now.getTime() + horizonMilliseconds);
    const expiring = await source.listExpiring(this.unitOfWork.reading, horizon, null);
    this.expiring.set(source, expiring);
    return expiring.flatMap((credential) => {
      const days = expiryThreshold(credential.expiresAt, now);
      const isNews = days !== null && (credential.warnedDays === null || days < credential.warnedDays);
      return isNews ? [{ ...credential, days }] : [];
    });
  }

  /** One event per threshold: 30, 7 and 1 days ahead, and 0 once it has expired. */
  private async warn(source: ExpirySource, credential: ExpiringCredential, days: number, now: Date): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      if (!(await source.claimWarning(transaction, credential, days))) return;
      const { owner, purpose, version } = credential;
      await this.recorder.record(transaction, [
        {
          tenantId: credential.tenantId,
          stream: 'tenant',
          type: days === 0 ? 'credential.expired' : 'credential.expiring',
          occurredAt: now,
          actor: { type: 'system', id: 'credential-upkeep' },
          correlationId: correlationId(),
          data: {
            owner: { ...owner },
            ...(owner.kind === 'provider' ? { providerId: owner.id, provider: owner.name } : {}),
            credential: { purpose, version },
            expiresAt: credential.expiresAt.toISOString(),
            withinDays: days,
          },
        },
      ]);
    });
  }
}
