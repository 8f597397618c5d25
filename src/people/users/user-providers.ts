import { Injectable } from '@nestjs/common';
import { CountersignError } from '../../errors/countersign-error.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { User } from './user.js';

/** The providers at which people of a tenant can be meant to log in. Never inside a transaction: it takes a connection of its own. */
@Injectable()
export class UserProviders {
  constructor(private readonly providers: ProviderDirectory) {}

  /** @throws CountersignError `request.unacceptable` */
  async idOf(tenantId: string, name: string | null): Promise<string | null> {
    if (name === null) return null;
    const provider = await this.providers.forUser(tenantId, { name });
    if (provider !== null) return provider.id;
    const message = 'is no provider that is enabled and for people of the tenant (`usage` has `user`)';
    throw new CountersignError('request.unacceptable', { faults: [{ path: '$.provider', message }] });
  }

  /** @throws CountersignError `request.conflict` when nobody can log in at it any more */
  async nameOf({ tenantId, providerId }: User): Promise<string | null> {
    if (providerId === null) return null;
    const provider = await this.providers.forUser(tenantId, { id: providerId });
    if (provider !== null) return provider.name;
    throw new CountersignError('request.conflict', {
      detail: 'The provider of the user is disabled, deleted, or not for people of the tenant: assign another one',
    });
  }
}
