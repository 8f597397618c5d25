import { Injectable } from '@nestjs/common';
import { TenantStore } from '../../access/tenant.store.js';
import type { Transaction } from '../../database/transaction.js';
import type { Fault } from '../../errors/countersign-error.js';
import { ClientCertificateStore } from '../certificates/client-certificate.store.js';
import { type Configuration, pathOfGrant, presentedName } from './configuration.js';
import { ExternalAuthenticationStore } from './external-authentication.store.js';
import { conflictOf, OutboundUses } from './outbound-uses.js';
import type { ConfiguredTarget } from './target-url.js';
import { inOrderOfMatch, targetUrlOf } from './target-url.js';

interface Judged {
  readonly tenantId: string;
  /** null for one that does not exist yet. */
  readonly id: string | null;
  readonly configuration: Configuration;
}

/** What is wrong with a configuration because of what else the tenant has. */
@Injectable()
export class ContextFaults {
  constructor(
    private readonly certificates: ClientCertificateStore,
    private readonly store: ExternalAuthenticationStore,
    private readonly uses: OutboundUses,
    private readonly tenants: TenantStore,
  ) {}

  /** Certificates that are named stay until the transaction ends, and nothing of the tenant gets or changes an address. */
  async of(transaction: Transaction, judged: Judged): Promise<readonly Fault[]> {
    await this.tenants.hold(transaction, judged.tenantId);
    const unknown = await this.unknownCertificates(transaction, judged);
    return [...unknown, ...(await this.conflicts(transaction, judged))];
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
