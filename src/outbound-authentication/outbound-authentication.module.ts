import { Global, Module } from '@nestjs/common';
import { CallAuthentication } from '../outbound/call-authentication.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { AuthenticatedOutbound } from './calls/authenticated-outbound.js';
import { ConfiguredCallAuthentication } from './calls/configured-call-authentication.js';
import { OpenedAuthentications } from './calls/opened-authentications.js';
import { CertificateChanges } from './certificates/certificate-changes.js';
import { CertificateExpiryStore } from './certificates/certificate-expiry.store.js';
import { CertificateUses } from './certificates/certificate-uses.js';
import { ClientCertificateStore } from './certificates/client-certificate.store.js';
import { ClientCertificatesController } from './certificates/client-certificates.controller.js';
import { ReadCertificates } from './certificates/read-certificates.js';
import { SealedKeys } from './certificates/sealed-keys.js';
import { ChangedAuthentications } from './changed-authentications.js';
import { AppliedAuthentications } from './configurations/applied-authentications.js';
import { AuthenticationChanges } from './configurations/authentication-changes.js';
import { ContextFaults } from './configurations/context-faults.js';
import { ExternalAuthenticationStore } from './configurations/external-authentication.store.js';
import { ExternalAuthenticationsController } from './configurations/external-authentications.controller.js';
import { ExternalSecretStore } from './configurations/external-secret.store.js';
import { OutboundUses } from './configurations/outbound-uses.js';
import { PinnedCertificateExpiryStore } from './configurations/pinned-certificate-expiry.store.js';
import { ReadAuthentications } from './configurations/read-authentications.js';
import { TrialController } from './trial/trial.controller.js';
import { TryAuthentication } from './trial/try-authentication.js';

/** How calls to a URL authenticate, beside whoever makes them. May depend on audit, access, outbound and what is below. */
@Global()
@Module({
  imports: [OutboundModule],
  controllers: [ClientCertificatesController, ExternalAuthenticationsController, TrialController],
  providers: [
    ChangedAuthentications,
    ClientCertificateStore,
    CertificateExpiryStore,
    SealedKeys,
    ReadCertificates,
    CertificateChanges,
    { provide: CertificateUses, useExisting: ExternalAuthenticationStore },
    ExternalAuthenticationStore,
    ExternalSecretStore,
    PinnedCertificateExpiryStore,
    OutboundUses,
    ReadAuthentications,
    AppliedAuthentications,
    ContextFaults,
    AuthenticationChanges,
    OpenedAuthentications,
    AuthenticatedOutbound,
    { provide: CallAuthentication, useClass: ConfiguredCallAuthentication },
    TryAuthentication,
  ],
  exports: [
    AuthenticationChanges,
    ReadAuthentications,
    AuthenticatedOutbound,
    CallAuthentication,
    AppliedAuthentications,
    OutboundUses,
  ],
})
export class OutboundAuthenticationModule {}
