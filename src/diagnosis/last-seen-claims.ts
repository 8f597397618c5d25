import { Injectable } from '@nestjs/common';
import { SeenClaimsStore } from '../attempts/seen-claims.store.js';
import type { ClaimTree } from '../claims/claim-tree.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { LastSeenClaims } from './diagnosis-subject.js';
import { claimTreeSchema } from './reports/claim-tree.schema.js';

/** Failed logins show no claims as a rule, so a few are looked at. */
const reportsConsidered = 10;

/** Finds the names and types of the claims that the last login at a provider has shown. */
@Injectable()
export class LastSeenClaimsReader {
  constructor(
    private readonly store: SeenClaimsStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(tenantId: string, providerId: string): Promise<LastSeenClaims | null> {
    const reports = await this.store.lastReports(this.unitOfWork.reading, tenantId, providerId, reportsConsidered);
    for (const { report, revision, endedAt } of reports) {
      const trees = treesOf(report.claims);
      if (Object.keys(trees).length > 0) return { seenAt: endedAt, revision, trees };
    }
    return null;
  }
}

function treesOf(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, ClaimTree>> {
  const read = Object.entries(claims).map(([source, tree]) => [source, claimTreeSchema.safeParse(tree)] as const);
  return Object.fromEntries(read.flatMap(([source, { data }]) => (data === undefined ? [] : [[source, data]])));
}
