import { Injectable } from '@nestjs/common';
import { SeenClaimsStore } from '../attempts/seen-claims.store.js';
import type { ClaimTree } from '../claims/claim-tree.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { type Check, checkSchema } from './check.js';
import type { DiagnosisSubject, FailedLogin, LastSeenClaims } from './diagnosis-subject.js';
import { claimTreeSchema } from './reports/claim-tree.schema.js';

/** Failed logins show no claims as a rule, so a few are looked at. */
const reportsConsidered = 10;

type Reports = Awaited<ReturnType<SeenClaimsStore['lastReports']>>;

/** Finds what the last logins at a provider have shown: names and types of claims, and what a failed one speaks against. */
@Injectable()
export class LastLogins {
  constructor(
    private readonly store: SeenClaimsStore,
    private readonly providers: ProviderDirectory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(tenantId: string, providerId: string): Promise<Pick<DiagnosisSubject, 'lastSeen' | 'lastFailure'>> {
    const reports = await this.store.lastReports(this.unitOfWork.reading, tenantId, providerId, reportsConsidered);
    const configurationOf = (revision: number) => this.providers.configurationOf(tenantId, providerId, revision);
    return {
      lastSeen: await lastSeenIn(reports, configurationOf),
      lastFailure: await lastFailureIn(reports, configurationOf),
    };
  }
}

type ConfigurationOf = (revision: number) => ReturnType<ProviderDirectory['configurationOf']>;

async function lastSeenIn(reports: Reports, configurationOf: ConfigurationOf): Promise<LastSeenClaims | null> {
  for (const { report, revision, endedAt } of reports) {
    const trees = treesOf(report.claims);
    if (Object.keys(trees).length === 0) continue;
    return { seenAt: endedAt, revision, configuration: await configurationOf(revision), trees };
  }
  return null;
}

/** One that was cancelled speaks against nothing; one that succeeded makes what failed before it a thing of the past. */
async function lastFailureIn(reports: Reports, configurationOf: ConfigurationOf): Promise<FailedLogin | null> {
  for (const { report, revision, endedAt, succeeded } of reports) {
    if (succeeded) return null;
    const findings = report.checks
      .flatMap((check): readonly Check[] => {
        const { data } = checkSchema.safeParse(check);
        return data === undefined ? [] : [data];
      })
      .filter(({ id }) => id === 'attempt');
    if (!findings.some(({ verdict }) => verdict === 'fault')) continue;
    const configuration = await configurationOf(revision);
    return configuration === null ? null : { endedAt, revision, configuration, findings };
  }
  return null;
}

function treesOf(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, ClaimTree>> {
  const read = Object.entries(claims).map(([source, tree]) => [source, claimTreeSchema.safeParse(tree)] as const);
  return Object.fromEntries(read.flatMap(([source, { data }]) => (data === undefined ? [] : [[source, data]])));
}
