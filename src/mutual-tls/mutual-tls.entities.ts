import { MutualTlsSettingsEntity } from './authorities/mutual-tls-settings.entity.js';

/** For the data source. */
export const mutualTlsEntities = [MutualTlsSettingsEntity];
