import { Injectable, type OnModuleInit } from '@nestjs/common';
import { usesClientCertificate } from '../client-authentication/certificate-credential.js';
import type { Lookups } from '../database/transaction.js';
import type { JudgedUse } from '../outbound-authentication/configurations/applied-authentications.js';
import { OutboundUses } from '../outbound-authentication/configurations/outbound-uses.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';

/**
 * The resource URIs of a provider, to which an external authentication may apply beside the signer's token. Whether that goes
 * into `Authorization` is known only when the token is there, so it counts as taken.
 */
export function usesOf({ name, resources, clientAuthentication }: ProviderConfiguration): readonly JudgedUse[] {
  const presentsCertificate = usesClientCertificate(clientAuthentication.method);
  return resources.flatMap((resource, index) =>
    resource.uri === null
      ? []
      : [
          {
            name: `resource ${resource.name} of provider ${name}`,
            url: resource.uri,
            path: `$.resources[${index}].uri`,
            carriesAuthorization: true,
            presentsCertificate,
          },
        ],
  );
}

/** Says which addresses providers call. */
@Injectable()
export class ProviderUses implements OnModuleInit {
  constructor(
    private readonly uses: OutboundUses,
    private readonly revisions: ProviderRevisionStore,
  ) {}

  onModuleInit(): void {
    this.uses.register((reading, tenantId) => this.list(reading, tenantId));
  }

  private async list(reading: Lookups, tenantId: string): Promise<readonly JudgedUse[]> {
    return (await this.revisions.configurations(reading, tenantId)).flatMap(usesOf);
  }
}
