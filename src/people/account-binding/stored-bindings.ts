import { Injectable } from '@nestjs/common';
import { Bindings, type FoundBinding, type IdentityAtProvider } from '../../access/bindings.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import type { Binding, BindingStanding } from '../bindings/binding.js';
import { BindingStore } from '../bindings/binding.store.js';
import { identitySettings, isSetAs } from '../bindings/identity-settings.js';
import type { UserLink } from '../invitations/user-link.js';
import { ConfirmationAsker } from './ask-to-confirm.js';

/** Finds bindings and says how they stand now. */
@Injectable()
export class StoredBindings extends Bindings {
  constructor(
    private readonly store: BindingStore,
    private readonly providers: ProviderDirectory,
    private readonly asker: ConfirmationAsker,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  override async findBinding(
    reading: Lookups,
    tenantId: string,
    identity: IdentityAtProvider,
  ): Promise<FoundBinding | null> {
    const binding = await this.store.findByIdentity(reading, tenantId, identity);
    if (binding?.providerId !== identity.providerId) return null;
    return { id: binding.id, userId: binding.userId, stale: binding.identitySettings !== identity.settings };
  }

  override askToConfirm(tenantId: string, bindingId: string): Promise<void> {
    return this.asker.ask(tenantId, bindingId);
  }

  /** The bindings of users, by the settings of each provider as they are now. */
  async standing(tenantId: string, userIds: readonly string[]): Promise<readonly BindingStanding[]> {
    const bindings = await this.store.listOf(this.unitOfWork.reading, tenantId, userIds);
    const present = await this.providersOf(tenantId, bindings);
    return bindings.map((binding) => {
      const provider = present.get(binding.providerId);
      return { ...binding, stale: provider === undefined || identitySettings(provider) !== binding.identitySettings };
    });
  }

  /**
   * Of links that are open, those whose provider is not set any more as it was when they were made.
   * @param names of providers, by id; one that is left out was deleted
   * @returns their ids
   */
  async staleLinks(
    tenantId: string,
    links: readonly UserLink[],
    names: ReadonlyMap<string, string>,
  ): Promise<ReadonlySet<string>> {
    const pinned = links.flatMap(({ id, providerId, identitySettings: invitedTo }) => {
      const providerName = providerId === null ? undefined : names.get(providerId);
      return providerId === null || invitedTo === null || providerName === undefined
        ? []
        : [{ id, invitedTo, providerId, providerName }];
    });
    const present = await this.providersOf(tenantId, pinned);
    const stale = pinned.filter(({ invitedTo, providerId }) => {
      const provider = present.get(providerId);
      return provider === undefined || !isSetAs(invitedTo, provider);
    });
    return new Set(stale.map(({ id }) => id));
  }

  private async providersOf(
    tenantId: string,
    wanted: readonly Pick<Binding, 'providerId' | 'providerName'>[],
  ): Promise<ReadonlyMap<string, ProviderForTrip>> {
    const names = new Map(wanted.map(({ providerId, providerName }) => [providerId, providerName]));
    const found = await Promise.all(
      [...names].map(async ([id, name]) => [id, await this.providers.forTest(tenantId, name)] as const),
    );
    return new Map(found.flatMap(([id, provider]) => (provider === null ? [] : [[id, provider]])));
  }
}
