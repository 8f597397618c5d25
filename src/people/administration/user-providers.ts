import { Injectable } from '@nestjs/common';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { identitySettings } from '../bindings/identity-settings.js';
import type { AssignedProvider } from '../invitations/invite.js';
import type { User } from '../users/user.js';

/** The providers at which people of a tenant can be meant to log in. Never inside a transaction: it takes a connection of its own. */
@Injectable()
export class UserProviders {
  constructor(private readonly providers: ProviderDirectory) {}

  /** @returns null: by a password @throws CountersignError `request.unacceptable` */
  async named(tenantId: string, name: string | null): Promise<AssignedProvider | null> {
    if (name === null) return null;
    const provider = await this.providers.forUser(tenantId, { name });
    if (provider !== null) return assigned(provider);
    const message = 'is no provider that is enabled and for people of the tenant (`usage` has `user`)';
    throw new CountersignError('request.unacceptable', { faults: [{ path: '$.provider', message }] });
  }

  /** @throws CountersignError `request.conflict` when nobody can log in at it any more */
  async of({ tenantId, providerId }: User): Promise<AssignedProvider | null> {
    if (providerId === null) return null;
    const provider = await this.providers.forUser(tenantId, { id: providerId });
    if (provider !== null) return assigned(provider);
    throw new CountersignError('request.conflict', {
      detail: 'The provider of the user is disabled, deleted, or not for people of the tenant: assign another one',
    });
  }

  /** As `of`, whether anybody can log in at it now or not. */
  async inWhateverState({ tenantId, providerId }: User): Promise<AssignedProvider | null> {
    const name = providerId === null ? null : await this.providers.nameOf(tenantId, providerId);
    const provider = name === null ? null : await this.providers.forTest(tenantId, name);
    return provider === null ? null : assigned(provider);
  }
}

const assigned = (provider: ProviderForTrip): AssignedProvider => ({
  id: provider.id,
  name: provider.name,
  identitySettings: identitySettings(provider),
});
