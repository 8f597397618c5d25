import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { SeenClaimsStore } from '../attempts/seen-claims.store.js';
import { AuditModule } from '../audit/audit.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { DetectTemplates } from './detection/detect-templates.js';
import { ProviderTemplatesController } from './detection/provider-templates.controller.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { LastLogins } from './last-logins.js';
import { ProviderDiagnosis } from './provider-diagnosis.js';
import { TokenAllowanceStore } from './token-allowance.store.js';

/** What can be known about a provider without a signer. May depend on attempts and what is below. */
@Module({
  imports: [AuditModule, ProvidersModule, AttemptsModule],
  controllers: [DiagnosisController, ProviderTemplatesController],
  providers: [SeenClaimsStore, LastLogins, TokenAllowanceStore, ProviderDiagnosis, DetectTemplates],
})
export class DiagnosisModule {}
