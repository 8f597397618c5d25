import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { SignerAuthenticationOwner } from './attempt-owner.js';
import { AttemptsController } from './attempts.controller.js';
import { CreateSignerAuthentication } from './create.js';
import { SignInDescriber } from './describe-sign-in.js';
import { PendingEnder } from './end-pending.js';
import { HandbackStore } from './handback.store.js';
import { IdempotencyStore } from './idempotency.store.js';
import { OverdueJob } from './overdue.job.js';
import { SignerPersonalData } from './personal-data.js';
import { CreationPlanner } from './plan-creation.js';
import { SpentPruner } from './prune-spent.js';
import { SignerAuthenticationReader } from './read.js';
import { AttemptReader } from './read-attempts.js';
import { SettlementReader } from './read-settlement.js';
import { RecipientStore } from './recipient.store.js';
import { LoginRecorder } from './record-login.js';
import { HandbackRedeemer } from './redeem-handback.js';
import { SettlementRepeater } from './repeat-settlement.js';
import { LoginSettler } from './settle-login.js';
import { SettlementShaper } from './shape-settlement.js';
import { SignInLink } from './sign-in-link.js';
import { SignedOutPath } from './signed-out.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';
import { SignerAuthenticationsController } from './signer-authentications.controller.js';
import { UpdateSpreader } from './spread-updates.js';
import { StartSignIn } from './start.js';
import { CreationWriter } from './write-creation.js';
import { OutcomeWriter } from './write-outcome.js';

/** Signer authentications from creation to outcome. May depend on attempts and everything below them. */
@Module({
  imports: [AuditModule, ErasureModule, ProvidersModule, AttemptsModule],
  controllers: [SignerAuthenticationsController, AttemptsController],
  providers: [
    SignerAuthenticationStore,
    RecipientStore,
    IdempotencyStore,
    HandbackStore,
    CreationPlanner,
    CreationWriter,
    CreateSignerAuthentication,
    SignerAuthenticationReader,
    AttemptReader,
    SignInLink,
    SignInDescriber,
    StartSignIn,
    SettlementReader,
    UpdateSpreader,
    SignedOutPath,
    SettlementShaper,
    LoginRecorder,
    OutcomeWriter,
    LoginSettler,
    SettlementRepeater,
    SignerAuthenticationOwner,
    PendingEnder,
    HandbackRedeemer,
    SpentPruner,
    SignerPersonalData,
    OverdueJob,
  ],
  exports: [SignInLink, SignInDescriber, StartSignIn, SignedOutPath],
})
export class SignerAuthenticationsModule {}
