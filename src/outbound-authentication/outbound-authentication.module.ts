import { Global, Module } from '@nestjs/common';
import { CertificateChanges } from './certificates/certificate-changes.js';
import { CertificateUses } from './certificates/certificate-uses.js';
import { ClientCertificateStore } from './certificates/client-certificate.store.js';
import { ClientCertificatesController } from './certificates/client-certificates.controller.js';
import { ReadCertificates } from './certificates/read-certificates.js';
import { SealedKeys } from './certificates/sealed-keys.js';
import { ConfiguredCertificates } from './configurations/configured-certificates.js';

/** How calls to a URL authenticate, beside whoever makes them. May depend on audit, access, outbound and what is below. */
@Global()
@Module({
  controllers: [ClientCertificatesController],
  providers: [
    ClientCertificateStore,
    SealedKeys,
    ReadCertificates,
    CertificateChanges,
    { provide: CertificateUses, useClass: ConfiguredCertificates },
  ],
})
export class OutboundAuthenticationModule {}
