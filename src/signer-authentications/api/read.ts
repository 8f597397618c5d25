import { Injectable } from '@nestjs/common';
import type { Attempt, AttemptReport } from '../../attempts/attempt.js';
import { AttemptStore } from '../../attempts/attempt.store.js';
import type { Reading } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { reportOfStoredAttempt } from '../../diagnosis/attempt-findings/stored-attempt.js';
import type { DiagnosisReport } from '../../diagnosis/diagnosis-report.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ListQuery, Page } from '../../http/list.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { SignerAuthentication } from '../signer-authentication.js';
import type { ListFilter } from '../stores/list-query.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

interface ReadAttempt {
  readonly attempt: Attempt;
  readonly report: AttemptReport | null;
  readonly findings: DiagnosisReport;
}

/** Reads signer authentications, and what happened at each login of one. */
@Injectable()
export class SignerAuthenticationReader {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly stored: AttemptStore,
    private readonly providers: ProviderDirectory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  list(reading: Reading, tenantId: string, query: ListQuery & ListFilter): Promise<Page<SignerAuthentication>> {
    return this.authentications.list(reading, tenantId, query, query);
  }

  /** In the order in which they were started. @throws CountersignError `request.not_found` */
  async attempts(tenantId: string, id: string): Promise<readonly ReadAttempt[]> {
    const { reading } = this.unitOfWork;
    if ((await this.authentications.find(reading, tenantId, id)) === null)
      throw new CountersignError('request.not_found');
    const attempts = await this.stored.listOfOwner(reading, tenantId, id);
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
