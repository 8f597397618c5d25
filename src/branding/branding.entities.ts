import { BrandingEntity } from './branding.entity.js';

/** Every entity of this room, for the data source. */
export const brandingEntities = [BrandingEntity];
