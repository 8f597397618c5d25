import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { SeenClaimsStore } from '../attempts/seen-claims.store.js';
import { AuditModule } from '../audit/audit.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { LastSeenClaimsReader } from './last-seen-claims.js';
import { MappingPreviewsController } from './mapping-previews/mapping-previews.controller.js';
import { MappingPreviewer } from './mapping-previews/preview-claims.js';
import { ProviderDiagnosis } from './provider-diagnosis.js';
import { CreateTestLogin } from './test-logins/create-test-login.js';
import { TestLoginEnder } from './test-logins/end-test-login.js';
import { PruneTestLoginsJob } from './test-logins/prune-test-logins.job.js';
import { TestLoginReader } from './test-logins/read-test-login.js';
import { StartTestLogin } from './test-logins/start-test-login.js';
import { TestLoginStore } from './test-logins/test-login.store.js';
import { TestLoginLink } from './test-logins/test-login-link.js';
import { TestLoginOwner } from './test-logins/test-login-owner.js';
import { TestLoginsController } from './test-logins/test-logins.controller.js';

/** What can be known about a provider without a signer, test logins, mapping previews. May depend on attempts and what is below. */
@Module({
  imports: [AuditModule, ProvidersModule, AttemptsModule],
  controllers: [DiagnosisController, TestLoginsController, MappingPreviewsController],
  providers: [
    SeenClaimsStore,
    LastSeenClaimsReader,
    ProviderDiagnosis,
    TestLoginStore,
    CreateTestLogin,
    TestLoginLink,
    TestLoginEnder,
    StartTestLogin,
    TestLoginOwner,
    TestLoginReader,
    PruneTestLoginsJob,
    MappingPreviewer,
  ],
  exports: [TestLoginLink, StartTestLogin],
})
export class DiagnosisModule {}
