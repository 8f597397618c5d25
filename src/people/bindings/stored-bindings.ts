import { Injectable } from '@nestjs/common';
import { Bindings, type FoundBinding, type IdentityAtProvider } from '../../access/bindings.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { ConfirmationAsker } from './ask-to-confirm.js';
import type { Binding, BindingStanding } from './binding.js';
import { BindingStore } from './binding.store.js';
import { identitySettings } from './identity-settings.js';

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
    const present = await this.settingsOf(tenantId, bindings);
    return bindings.map((binding) => ({
      ...binding,
      stale: present.get(binding.providerId) !== binding.identitySettings,
    }));
  }

  private async settingsOf(tenantId: string, bindings: readonly Binding[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map(bindings.map(({ providerId, providerName }) => [providerId, providerName]));
    const found = await Promise.all(
      [...names].map(async ([id, name]) => [id, await this.providers.forTest(tenantId, name)] as const),
    );
    return new Map(found.flatMap(([id, provider]) => (provider === null ? [] : [[id, identitySettings(provider)]])));
  }
}
