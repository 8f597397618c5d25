import { Injectable, Logger } from '@nestjs/common';
import { expiryThreshold } from '../certificates/expiry-threshold.js';
import { Clock } from '../config/clock.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { type DeploymentCertificate, DeploymentCertificates } from './deployment-certificates.js';

const HOUR = 3_600_000;

const named = ({ setting, part }: DeploymentCertificate): string =>
  part === null ? setting : `Certificate ${part} of ${setting}`;

/** Says in the log 30, 7 and 1 days ahead that a certificate of the deployment ends, and that it has ended: no tenant's trail could. */
@Injectable()
export class DeploymentCertificatesJob extends RepeatedJob {
  private readonly log = new Logger('MutualTls');
  private readonly said = new Set<string>();

  constructor(
    private readonly certificates: DeploymentCertificates,
    private readonly clock: Clock,
  ) {
    super(HOUR);
  }

  override work(): Promise<void> {
    const now = this.clock.now();
    for (const certificate of this.certificates.all) {
      const days = expiryThreshold(certificate.expiresAt, now);
      const end = certificate.expiresAt.toISOString();
      const news = `${named(certificate)} ${end} ${String(days)}`;
      if (days === null || this.said.has(news)) continue;
      this.said.add(news);
      if (days === 0) this.log.error(`${named(certificate)} has ended at ${end}`);
      else this.log.warn(`${named(certificate)} ends at ${end}`);
    }
    return Promise.resolve();
  }
}
