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
  private expiring: readonly ExpiringCredential[] = [];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sources: ExpirySources,
    private readonly credentials: Credentials,
    private readonly recorder: AuditRecorder,
    private readonly clock: Clock,
  ) {}

  /** Credentials in use with a known expiry, as the last run found them; soonest first. */
  get knownExpiries(): readonly ExpiringCredential[] {
    return this.expiring;
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const horizon = new Date(now.getTime() + horizonMilliseconds);
    const found: ExpiringCredential[] = [];
    for (const source of this.sources.all) {
      const expiring = await source.listExpiring(this.unitOfWork.reading, horizon, null);
      found.push(...expiring);
      for (const credential of expiring) {
        const days = expiryThreshold(credential.expiresAt, now);
        const isNews = days !== null && (credential.warnedDays === null || days < credential.warnedDays);
        if (isNews) await this.warn(source, credential, days, now);
      }
    }
    this.expiring = found.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
    const retiredBefore = new Date(now.getTime() - destructionDelayMilliseconds);
    await this.unitOfWork.runPatiently((transaction) =>
      this.credentials.destroyRetired(transaction, retiredBefore, now),
    );
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
