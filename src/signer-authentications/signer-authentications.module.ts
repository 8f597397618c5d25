import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { FederationModule } from '../federation/federation.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { AttemptsController } from './api/attempts.controller.js';
import { SignerAuthenticationReader } from './api/read.js';
import { SignerAuthenticationsController } from './api/signer-authentications.controller.js';
import { TimelineReader } from './api/timeline.js';
import { CreateSignerAuthentication } from './creation/create.js';
import { CreationPlanner } from './creation/plan-creation.js';
import { PendingEnder } from './endings/end-pending.js';
import { OverdueJob } from './endings/overdue.job.js';
import { SignerPersonalData } from './endings/personal-data.js';
import { SpentPruner } from './endings/prune-spent.js';
import { HandbackRedeemer } from './handback/redeem-handback.js';
import { LoginRecorder } from './settlement/record-login.js';
import { SettlementRepeater } from './settlement/repeat-settlement.js';
import { SettlementShaper } from './settlement/shape-settlement.js';
import { SignerAuthenticationOwner } from './settlement/signer-authentication-owner.js';
import { UpdateSpreader } from './settlement/spread-updates.js';
import { OutcomeWriter } from './settlement/write-outcome.js';
import { SignInDescriber } from './sign-in/describe-sign-in.js';
import { SignInLinkShower } from './sign-in/show-sign-in-link.js';
import { SignInLink } from './sign-in/sign-in-link.js';
import { StartSignIn } from './sign-in/start.js';
import { HandbackStore } from './stores/handback.store.js';
import { IdempotencyStore } from './stores/idempotency.store.js';
import { RecipientStore } from './stores/recipient.store.js';
import { SignerAuthenticationStore } from './stores/signer-authentication.store.js';

/** Signer authentications from creation to outcome. May depend on attempts and everything below them. */
@Module({
  imports: [AuditModule, ErasureModule, ProvidersModule, FederationModule, AttemptsModule],
  controllers: [SignerAuthenticationsController, AttemptsController],
  providers: [
    SignerAuthenticationStore,
    RecipientStore,
    IdempotencyStore,
    HandbackStore,
    CreationPlanner,
    CreateSignerAuthentication,
    SignerAuthenticationReader,
    TimelineReader,
    SignInLink,
    SignInLinkShower,
    SignInDescriber,
    StartSignIn,
    UpdateSpreader,
    SettlementShaper,
    LoginRecorder,
    OutcomeWriter,
    SettlementRepeater,
    SignerAuthenticationOwner,
    PendingEnder,
    HandbackRedeemer,
    SpentPruner,
    SignerPersonalData,
    OverdueJob,
  ],
  exports: [SignInLink, SignInDescriber, StartSignIn],
})
export class SignerAuthenticationsModule {}
