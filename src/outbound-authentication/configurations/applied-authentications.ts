import { Injectable } from '@nestjs/common';
import { scopeMissing } from '../../access/challenge.js';
import type { Principal } from '../../access/principal.js';
import { TenantStore } from '../../access/tenant.store.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { pathOfGrant, presentedName } from './configuration.js';
import type { AuthenticationDetails } from './external-authentication.js';
import { conflictOf, type OutboundUse } from './outbound-uses.js';
import { ReadAuthentications } from './read-authentications.js';
import { targetUrlOf } from './target-url.js';

/** An address of something that is saved, tested or diagnosed, with where it stands in the body. */
export interface JudgedUse extends OutboundUse {
  readonly path: string;
}

/** What was found to apply to addresses, and to get along with them. */
interface JudgedUses {
  /** Whether calls to one of them present a client certificate. */
  readonly presentsCertificate: boolean;
}

/** Which external authentication applies to an address, as a warning of what has the address. */
interface AppliedWarning {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

const scope = 'external-authentications:access';

interface Applied {
  readonly use: JudgedUse;
  readonly details: AuthenticationDetails;
}

/** Tells whoever saves, tests or diagnoses something with an address that calls to it authenticate. */
@Injectable()
export class AppliedAuthentications {
  constructor(
    private readonly reading: ReadAuthentications,
    private readonly tenants: TenantStore,
  ) {}

  /**
   * @throws CountersignError `access.scope_missing` when one applies and the principal may not use any; `request.unacceptable`
   *   where both would set `Authorization`, or present a certificate
   */
  async judge(lookups: Lookups, principal: Principal, uses: readonly JudgedUse[]): Promise<JudgedUses> {
    const applied = await this.appliedTo(lookups, principal.tenant.id, uses);
    const [first] = applied;
    if (first !== undefined && !principal.scopes.has(scope)) {
      throw scopeMissing(
        principal,
        [scope],
        `This needs scope ${scope} too: an external authentication applies to ${first.use.path}`,
      );
    }
    const faults = applied.flatMap(conflictFault);
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
    return { presentsCertificate: applied.some(({ details }) => presentedName(details.configuration) !== null) };
  }

  /**
   * For what is saved in this transaction: until it ends, nothing else of the tenant that has an address, or says how calls to one
   * authenticate, is saved, so that two that do not get along cannot pass each other.
   * @throws CountersignError as `judge`
   */
  async judgeSaved(transaction: Transaction, principal: Principal, uses: readonly JudgedUse[]): Promise<JudgedUses> {
    await this.tenants.hold(transaction, principal.tenant.id);
    return this.judge(transaction, principal, uses);
  }

  /** For answers about what has been saved. */
  async warnings(lookups: Lookups, tenantId: string, uses: readonly JudgedUse[]): Promise<readonly AppliedWarning[]> {
    return (await this.appliedTo(lookups, tenantId, uses)).map(warningOf);
  }

  private async appliedTo(lookups: Lookups, tenantId: string, uses: readonly JudgedUse[]): Promise<readonly Applied[]> {
    const found: Applied[] = [];
    for (const use of uses) {
      const target = targetUrlOf(use.url);
      const [first] = target === null ? [] : await this.reading.matching(lookups, tenantId, target);
      if (first !== undefined) found.push({ use, details: await this.reading.detailsOf(lookups, first) });
    }
    return found;
  }
}

function conflictFault({ use, details: { authentication, configuration } }: Applied): Fault[] {
  const { oAuth } = configuration;
  const member = conflictOf({ oAuth, presentsCertificate: presentedName(configuration) !== null }, use);
  if (member === null) return [];
  const what = member === 'mutualTls' ? 'a client certificate' : 'an Authorization header';
  const where = member === 'mutualTls' || oAuth === null ? `$.${member}` : pathOfGrant(oAuth);
  const message = `conflicts with ${where} of external authentication ${authentication.id}: both would set ${what}`;
  return [{ path: use.path, message }];
}

function warningOf({ use, details: { authentication } }: Applied): AppliedWarning {
  const { id, url, match } = authentication;
  const message = `Calls to it authenticate as external authentication ${id} (${match} ${url}) says.`;
  return { code: 'external_authentication_applies', path: use.path, message };
}
