import { Global, Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthorityExpiryStore } from './authority-expiry.store.js';
import { ClientAdministration } from './client-administration.js';
import { ClientCertificateExpiryStore } from './client-certificate-expiry.store.js';
import { ClientCredentialChanges } from './client-credential-changes.js';
import { ClientCredentials } from './client-credentials.js';
import { ClientDetailsReader } from './client-details.js';
import { ClientLock } from './client-lock.js';
import { ClientOrigins } from './client-origins.js';
import { ClientSwitch } from './client-switch.js';
import { ClientTrail } from './client-trail.js';
import { EndedSecretStore } from './ended-secret.store.js';
import { OAuthClientStore } from './oauth-client.store.js';
import { OAuthClientActionsController } from './oauth-client-actions.controller.js';
import { OAuthClientsController } from './oauth-clients.controller.js';
import { RegisteredClients } from './registered-client.store.js';
import { SubjectRules } from './subject-rules.js';

/** Applications that get tokens of a tenant, with their secrets and keys. May depend on audit, access and what is below. */
@Global()
@Module({
  imports: [AuditModule],
  controllers: [OAuthClientsController, OAuthClientActionsController],
  providers: [
    OAuthClientStore,
    EndedSecretStore,
    SubjectRules,
    ClientTrail,
    ClientOrigins,
    ClientCredentials,
    ClientDetailsReader,
    ClientLock,
    ClientAdministration,
    ClientSwitch,
    ClientCredentialChanges,
    RegisteredClients,
    AuthorityExpiryStore,
    ClientCertificateExpiryStore,
  ],
  exports: [RegisteredClients, OAuthClientStore, EndedSecretStore],
})
export class OAuthClientsModule {}
