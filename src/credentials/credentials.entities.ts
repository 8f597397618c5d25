import { CredentialEntity } from './credential.entity.js';

/** For the data source. Where a login opens credentials they are read by SQL. */
export const credentialsEntities = [CredentialEntity];
