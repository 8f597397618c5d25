import { Injectable } from '@nestjs/common';
import { nameOutside } from '../../access/default-tenant.js';
import { TenantStore } from '../../access/tenant.store.js';
import type { RecipientFields } from '../../claims/recipient-fields.js';
import { authorizationOrigin } from '../../providers/authorization-origin.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { SignInLink } from './sign-in-link.js';

interface DescribedProvider {
  readonly name: string;
  readonly displayName: Readonly<Record<string, string>>;
  /** Origin of the authorization endpoint; null while the first discovery is still to come. */
  readonly origin: string | null;
}

/** What the signer is shown before the login. */
export interface DescribedSignIn {
  readonly tenantId: string;
  readonly requestedBy: string | null;
  readonly envelopeName: string;
  readonly recipient: RecipientFields;
  /** Those that can be used now. */
  readonly providers: readonly DescribedProvider[];
  readonly expiresAt: Date;
  readonly returnUrl: string | null;
}

/** Describes what a sign-in link asks for. Reads only: mail scanners fetch links. */
@Injectable()
export class SignInDescriber {
  constructor(
    private readonly link: SignInLink,
    private readonly providers: ProviderDirectory,
    private readonly tenants: TenantStore,
  ) {}

  /** @throws CountersignError `sign_in.link_unknown`, `sign_in.expired`, `sign_in.ended` */
  async describe(token: string): Promise<DescribedSignIn> {
    const { authentication, details, providers: found } = await this.link.open(token);
    const [tenant, ...providers] = await Promise.all([
      this.tenants.findById(authentication.tenantId),
      ...details.providers.map(({ id }) => this.providers.forStart(authentication.tenantId, id, found)),
    ]);
    const described = details.providers.flatMap(({ name }, index): DescribedProvider[] => {
      const provider = providers[index] ?? null;
      if (provider === null) return [];
      return [{ name, displayName: provider.configuration.displayName, origin: authorizationOrigin(provider) }];
    });
    return {
      tenantId: authentication.tenantId,
      requestedBy: tenant === null ? null : nameOutside(tenant),
      envelopeName: details.envelopeName,
      recipient: details.recipient,
      providers: described,
      expiresAt: authentication.expiresAt,
      returnUrl: details.returnUrl,
    };
  }
}
