import { Global, Module } from '@nestjs/common';
import { ClientCertificates } from '../access/client-certificates.js';
import { MutualTlsDemand } from '../access/mutual-tls-demand.js';
import { MutualTlsSettingsController } from './authorities/mutual-tls-settings.controller.js';
import { MutualTlsSettingsStore } from './authorities/mutual-tls-settings.store.js';
import { CertificatesOfRequests } from './certificates-of-requests.js';
import { DemandedCertificates } from './demanded-certificates.js';
import { DeploymentCertificatesJob } from './deployment-certificates.job.js';
import { DeploymentCertificates } from './deployment-certificates.js';
import { WatchedFiles } from './watched-files.job.js';

/** Certificates of clients: where they come from, whether they are trusted and demanded. May depend on audit, access and what is below. */
@Global()
@Module({
  controllers: [MutualTlsSettingsController],
  providers: [
    WatchedFiles,
    MutualTlsSettingsStore,
    { provide: ClientCertificates, useClass: CertificatesOfRequests },
    DemandedCertificates,
    DeploymentCertificates,
    DeploymentCertificatesJob,
    { provide: MutualTlsDemand, useExisting: DemandedCertificates },
  ],
  exports: [ClientCertificates, MutualTlsDemand, WatchedFiles, DeploymentCertificates],
})
export class MutualTlsModule {}
