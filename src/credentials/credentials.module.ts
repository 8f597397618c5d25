import { Global, Module } from '@nestjs/common';
import { CredentialStore } from './credential.store.js';
import { Credentials } from './credentials.js';
import { CredentialUpkeepJob } from './upkeep/credential-upkeep.job.js';
import { CredentialUpkeep } from './upkeep/credential-upkeep.js';
import { ExpirySources } from './upkeep/expiry-sources.js';
import { ExpiryWarningStore } from './upkeep/expiry-warning.store.js';

/** Credentials, whoever owns them, and what expires. May depend on audit, secrets and database. */
@Global()
@Module({
  providers: [CredentialStore, Credentials, ExpirySources, ExpiryWarningStore, CredentialUpkeep, CredentialUpkeepJob],
  exports: [Credentials, ExpirySources, ExpiryWarningStore, CredentialUpkeep],
})
export class CredentialsModule {}
