import { OAuthClientEntity } from './oauth-client.entity.js';

/** For the data source. Where tokens are asked for, clients are read by SQL. */
export const oauthClientsEntities = [OAuthClientEntity];
