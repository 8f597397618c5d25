import { Module } from '@nestjs/common';
import { CredentialUpkeepJob } from './credential-upkeep.job.js';
import { CredentialUpkeep } from './credential-upkeep.js';
import { OpenedProviders } from './opened-providers.js';
import { ProviderActionsController } from './provider-actions.controller.js';
import { ProviderArchive } from './provider-archive.js';
import { ProviderChanges } from './provider-changes.js';
import { ProviderCredentials } from './provider-credentials.js';
import { ProviderDirectory } from './provider-directory.js';
import { ProviderLocator } from './provider-locator.js';
import { ProviderLock } from './provider-lock.js';
import { ProviderPresenter } from './provider-presenter.js';
import { ProviderReader } from './provider-reader.js';
import { ProviderRevisionsController } from './provider-revisions.controller.js';
import { ProvidersController } from './providers.controller.js';
import { CredentialStore } from './stores/credential.store.js';
import { CredentialUpkeepStore } from './stores/credential-upkeep.store.js';
import { ProviderStore } from './stores/provider.store.js';
import { ProviderLocationStore } from './stores/provider-location.store.js';
import { ProviderMetadataStore } from './stores/provider-metadata.store.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';
import { PublishedKeyStore } from './stores/published-key.store.js';
import { TenantKeysController } from './tenant-keys.controller.js';
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
  CredentialStore,
  PublishedKeyStore,
  CredentialUpkeepStore,
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
    ProviderLocator,
    ProviderDirectory,
    CredentialUpkeep,
    CredentialUpkeepJob,
  ],
  exports: [ProviderDirectory, CredentialUpkeep],
})
export class ProvidersModule {}
