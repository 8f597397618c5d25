import { OAuthResourceEntity } from './oauth-resource.entity.js';

/** For the data source. Where a token is issued the row is read by SQL. */
export const oauthResourcesEntities = [OAuthResourceEntity];
