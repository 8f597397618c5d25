import { Injectable } from '@nestjs/common';
import type { Attempt, AttemptReport } from '../../attempts/attempt.js';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { reportOfStoredAttempt } from '../../diagnosis/attempt-findings/stored-attempt.js';
import type { DiagnosisReport } from '../../diagnosis/report.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

export interface ReadAttempt {
  readonly attempt: Attempt;
  readonly report: AttemptReport | null;
  readonly findings: DiagnosisReport;
}

/** Reads what happened at each login of a signer authentication. */
@Injectable()
export class AttemptReader {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly attempts: AttemptStore,
    private readonly providers: ProviderDirectory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CountersignError `request.not_found` */
  async list(tenantId: string, id: string): Promise<readonly ReadAttempt[]> {
    const { reading } = this.unitOfWork;
    if ((await this.authentications.find(reading, tenantId, id)) === null)
      throw new CountersignError('request.not_found');
    const attempts = await this.attempts.listOfOwner(reading, tenantId, id);
    return await Promise.all(
      attempts.map(async ({ attempt, report }) => {
        const configuration = await this.providers.configurationOf(
          tenantId,
          attempt.providerId,
          attempt.providerRevision,
        );
        return { attempt, report, findings: reportOfStoredAttempt(attempt, report, configuration) };
      }),
    );
  }
}
