import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { Credentials } from '../../credentials/credentials.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { CredentialUpkeepStore, type ExpiringCredential } from '../stores/credential-upkeep.store.js';
import { expiryThreshold } from '../warnings/expiry.warnings.js';

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
    private readonly store: CredentialUpkeepStore,
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
    this.expiring = await this.store.listExpiring(this.unitOfWork.reading, horizon);
    for (const credential of this.expiring) {
      const days = expiryThreshold(credential.expiresAt, now);
      const isNews = days !== null && (credential.warnedDays === null || days < credential.warnedDays);
      if (isNews) await this.warn(credential, days, now);
    }
    const retiredBefore = new Date(now.getTime() - destructionDelayMilliseconds);
    await this.unitOfWork.runPatiently((transaction) =>
      this.credentials.destroyRetired(transaction, retiredBefore, now),
    );
  }

  /** One event per threshold: 30, 7 and 1 days ahead, and 0 once it has expired. */
  private async warn(credential: ExpiringCredential, days: number, now: Date): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      if (!(await this.credentials.claimWarning(transaction, credential.tenantId, credential.id, days))) return;
      await this.recorder.record(transaction, [
        {
          tenantId: credential.tenantId,
          stream: 'tenant',
          type: days === 0 ? 'credential.expired' : 'credential.expiring',
          occurredAt: now,
          actor: { type: 'system', id: 'credential-upkeep' },
          correlationId: correlationId(),
          data: {
            providerId: credential.providerId,
            provider: credential.provider,
            credential: { purpose: credential.purpose, version: credential.version },
            expiresAt: credential.expiresAt.toISOString(),
            withinDays: days,
          },
        },
      ]);
    });
  }
}
