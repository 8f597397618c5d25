import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { FederationModule } from '../federation/federation.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { OverdueAttempts } from './abandon-overdue.js';
import { AttemptStore } from './attempt.store.js';
import { AttemptOwners } from './attempt-owner.js';
import { CallbackTrip } from './callback-trip.js';
import { AttemptConsumer } from './consume-attempt.js';
import { StateFinder } from './find-state.js';
import { CallbackReceiver } from './receive-callback.js';
import { AttemptSettler } from './settle-attempt.js';
import { AttemptStarter } from './start-attempt.js';
import { StartedAttempts } from './started-attempts.js';
import { WaitingLines } from './waiting-line.js';

/** Trips from start to settlement, whoever they are for. May depend on federation and everything below it. */
@Module({
  imports: [AuditModule, ProvidersModule, FederationModule],
  providers: [
    AttemptStore,
    StartedAttempts,
    AttemptOwners,
    AttemptStarter,
    AttemptConsumer,
    StateFinder,
    { provide: WaitingLines, useFactory: () => new WaitingLines() },
    CallbackTrip,
    AttemptSettler,
    CallbackReceiver,
    OverdueAttempts,
  ],
  exports: [AttemptStore, AttemptOwners, AttemptStarter, CallbackReceiver, OverdueAttempts, WaitingLines],
})
export class AttemptsModule {}
