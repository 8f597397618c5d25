import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { CreateTestLogin } from './create-test-login.js';
import { PruneTestLoginsJob } from './prune-test-logins.job.js';
import { TestLoginReader } from './read-test-login.js';
import { StartTestLogin } from './start-test-login.js';
import { TestLoginStore } from './test-login.store.js';
import { TestLoginLink } from './test-login-link.js';
import { TestLoginOwner } from './test-login-owner.js';
import { TestLoginsController } from './test-logins.controller.js';

/** Logins that an admin makes to see what a provider does. May depend on diagnosis and what is below. */
@Module({
  imports: [AuditModule, ProvidersModule, AttemptsModule],
  controllers: [TestLoginsController],
  providers: [
    TestLoginStore,
    CreateTestLogin,
    TestLoginLink,
    StartTestLogin,
    TestLoginOwner,
    TestLoginReader,
    PruneTestLoginsJob,
  ],
  exports: [TestLoginLink, StartTestLogin, TestLoginReader],
})
export class TestLoginsModule {}
