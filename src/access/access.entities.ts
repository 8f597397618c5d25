import { ApiKeyEntity } from './api-key.entity.js';
import { TenantEntity } from './tenant.entity.js';

/** For the data source. */
export const accessEntities = [TenantEntity, ApiKeyEntity];
