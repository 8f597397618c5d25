import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { SeenClaimsStore } from '../attempts/seen-claims.store.js';
import { AuditModule } from '../audit/audit.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { LastSeenClaimsReader } from './last-seen-claims.js';
import { ProviderDiagnosis } from './provider-diagnosis.js';

/** What can be known about a provider without a signer. May depend on attempts and what is below. */
@Module({
  imports: [AuditModule, ProvidersModule, AttemptsModule],
  controllers: [DiagnosisController],
  providers: [SeenClaimsStore, LastSeenClaimsReader, ProviderDiagnosis],
})
export class DiagnosisModule {}
