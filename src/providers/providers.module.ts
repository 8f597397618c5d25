import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { ProviderActionsController } from './api/provider-actions.controller.js';
import { ProviderPresenter } from './api/provider-presenter.js';
import { ProviderRevisionsController } from './api/provider-revisions.controller.js';
import { ProvidersController } from './api/providers.controller.js';
import { TenantKeysController } from './api/tenant-keys.controller.js';
import { ProviderCredentials } from './credentials/provider-credentials.js';
import { OpenedProviders } from './opened-providers.js';
import { ProviderArchive } from './provider-archive.js';
import { ProviderChanges } from './provider-changes.js';
import { ProviderDirectory } from './provider-directory.js';
import { ProviderLocator } from './provider-locator.js';
import { ProviderLock } from './provider-lock.js';
import { ProviderReader } from './provider-reader.js';
import { ProviderUses } from './provider-uses.js';
import { ProviderStore } from './stores/provider.store.js';
import { ProviderExpiryStore } from './stores/provider-expiry.store.js';
import { ProviderLocationStore } from './stores/provider-location.store.js';
import { ProviderMetadataStore } from './stores/provider-metadata.store.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';
import { ProviderTrustExpiryStore } from './stores/provider-trust-expiry.store.js';
import { PublishedKeyStore } from './stores/published-key.store.js';
import { ApproveMetadata } from './use-cases/approve-metadata.js';
import { CreateProvider } from './use-cases/create-provider.js';
import { DeleteProvider } from './use-cases/delete-provider.js';
import { ReadProviders } from './use-cases/read-providers.js';
import { ReplaceProvider } from './use-cases/replace-provider.js';
import { RotateKey } from './use-cases/rotate-key.js';
import { SwitchProvider } from './use-cases/switch-provider.js';

const stores = [
  ProviderStore,
  ProviderRevisionStore,
  ProviderMetadataStore,
  ProviderLocationStore,
  PublishedKeyStore,
  ProviderExpiryStore,
  ProviderTrustExpiryStore,
];
const useCases = [
  CreateProvider,
  ReplaceProvider,
  SwitchProvider,
  DeleteProvider,
  ApproveMetadata,
  RotateKey,
  ReadProviders,
];

/** Provider configuration, revisions and credentials. May depend on audit and everything below it. */
@Module({
  imports: [CredentialsModule],
  controllers: [ProvidersController, ProviderActionsController, ProviderRevisionsController, TenantKeysController],
  providers: [
    ...stores,
    ...useCases,
    ProviderReader,
    ProviderCredentials,
    ProviderChanges,
    ProviderLock,
    ProviderArchive,
    ProviderPresenter,
    OpenedProviders,
    ProviderUses,
    ProviderLocator,
    ProviderDirectory,
  ],
  exports: [ProviderDirectory, ReadProviders, CreateProvider, ReplaceProvider, ProviderPresenter],
})
export class ProvidersModule {}
