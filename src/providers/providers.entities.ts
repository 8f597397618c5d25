import { ProviderEntity } from './stores/provider.entity.js';
import { ProviderMetadataEntity } from './stores/provider-metadata.entity.js';
import { ProviderRevisionEntity } from './stores/provider-revision.entity.js';

/** For the data source. Where a login passes (location, one revision, pins) they are read by SQL. */
export const providersEntities = [ProviderEntity, ProviderRevisionEntity, ProviderMetadataEntity];
