import { Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { TenantStore } from '../../access/tenant.store.js';
import type { Transaction } from '../../database/transaction.js';
import type { Fault } from '../../errors/countersign-error.js';
import { ClientCertificateStore } from '../certificates/client-certificate.store.js';
import { type Configuration, pathOfGrant, presentedName } from './configuration.js';
import { ExternalAuthenticationStore } from './external-authentication.store.js';
import { conflictOf, OutboundUses } from './outbound-uses.js';
import { ReadAuthentications } from './read-authentications.js';
import type { ConfiguredTarget } from './target-url.js';
import { inOrderOfMatch, targetUrlOf } from './target-url.js';

interface Judged {
  readonly tenantId: string;
  /** null for one that does not exist yet. */
  readonly id: string | null;
  readonly configuration: Configuration;
  readonly ownerId: string | null;
}

/** What is wrong with a configuration because of what else the tenant has. */
@Injectable()
export class ContextFaults {
  constructor(
    private readonly accounts: Accounts,
    private readonly certificates: ClientCertificateStore,
    private readonly store: ExternalAuthenticationStore,
    private readonly reading: ReadAuthentications,
    private readonly uses: OutboundUses,
    private readonly tenants: TenantStore,
  ) {}

  /** Certificates that are named stay until the transaction ends, and nothing of the tenant gets or changes an address. */
  async of(transaction: Transaction, judged: Judged): Promise<readonly Fault[]> {
    await this.tenants.hold(transaction, judged.tenantId);
    const { tenantId, id, configuration } = judged;
    const bereft = await this.bereft(transaction, { tenantId, id, configuration });
    return [
      ...(await this.unknownOwner(transaction, judged)),
      ...(await this.unknownCertificates(transaction, judged)),
      ...(await this.conflicts(transaction, judged)),
      ...bereft.map(({ name, isApplied }) => ({
        path: isApplied ? '$.mutualTls' : '$.url',
        message: `${name} has to be called with a client certificate, which nothing would present: sign what is sent to it first`,
      })),
    ];
  }

  /** Who could not do without one that is to be deleted. Nothing of the tenant gets or changes an address meanwhile. */
  async whoNeeds(transaction: Transaction, tenantId: string, id: string): Promise<readonly string[]> {
    await this.tenants.hold(transaction, tenantId);
    return (await this.bereft(transaction, { tenantId, id, configuration: null })).map(({ name }) => name);
  }

  /** Uses that need a client certificate, and to which none would be presented any more because of this one. */
  private async bereft(
    transaction: Transaction,
    { tenantId, id, configuration }: Pick<Judged, 'tenantId' | 'id'> & { readonly configuration: Configuration | null },
  ): Promise<readonly { readonly name: string; readonly isApplied: boolean }[]> {
    const found: { name: string; isApplied: boolean }[] = [];
    for (const { name, url, needsCertificate } of await this.uses.all(transaction, tenantId)) {
      const call = needsCertificate === true ? targetUrlOf(url) : null;
      if (call === null) continue;
      const before = await this.reading.matching(transaction, tenantId, call);
      const others = before.filter((one) => one.id !== id);
      const isApplied =
        configuration !== null &&
        inOrderOfMatch<ConfiguredTarget>([configuration, ...others], call)[0] === configuration;
      // What has nothing to do with this one is not its fault.
      if (!isApplied && before[0]?.id !== id) continue;
      const [next] = others;
      const ofNext = next === undefined ? null : (await this.reading.detailsOf(transaction, next)).configuration;
      const settings = isApplied ? configuration : ofNext;
      if (settings === null || presentedName(settings) === null) found.push({ name, isApplied });
    }
    return found;
  }

  private async unknownOwner(transaction: Transaction, { tenantId, ownerId }: Judged): Promise<Fault[]> {
    if (ownerId === null || (await this.accounts.standing(transaction, tenantId, ownerId)) !== null) return [];
    return [{ path: '$.owner', message: 'is no user of this tenant' }];
  }

  private async unknownCertificates(transaction: Transaction, { tenantId, configuration }: Judged): Promise<Fault[]> {
    const { oAuth } = configuration;
    const named = [
      { path: '$.mutualTls.clientCertificate', name: configuration.mutualTls?.clientCertificate ?? null },
      ...(oAuth === null
        ? []
        : [
            {
              path: `${pathOfGrant(oAuth)}.mutualTls.clientCertificate`,
              name: oAuth.mutualTls?.clientCertificate ?? null,
            },
          ]),
    ];
    const faults: Fault[] = [];
    for (const { path, name } of named) {
      if (name === null || (await this.certificates.share(transaction, tenantId, name))) continue;
      faults.push({
        path,
        message: `there is no client certificate ${name}: make or import it at /v1/client-certificates`,
      });
    }
    return faults;
  }

  /** Calls that would have two `Authorization` headers, or two client certificates. */
  private async conflicts(transaction: Transaction, { tenantId, id, configuration }: Judged): Promise<Fault[]> {
    const target = targetUrlOf(configuration.url);
    if (target === null) return [];
    const others = (await this.store.listOfOrigin(transaction, tenantId, target.origin)).filter((one) => one.id !== id);
    const own: ConfiguredTarget = configuration;
    const applied = { oAuth: configuration.oAuth, presentsCertificate: presentedName(configuration) !== null };
    return (await this.uses.all(transaction, tenantId)).flatMap((use) => {
      const call = targetUrlOf(use.url);
      if (call === null || inOrderOfMatch([own, ...others], call)[0] !== own) return [];
      const member = conflictOf(applied, use);
      if (member === null) return [];
      const what =
        member === 'mutualTls'
          ? 'presents a client certificate of its own'
          : 'sends an Authorization header of its own';
      return [{ path: `$.${member}`, message: `conflicts with ${use.name}, which ${what}` }];
    });
  }
}
