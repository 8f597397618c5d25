import { Global, Module } from '@nestjs/common';
import { AccessTrail } from '../access/access-trail.js';
import { EnvelopeStreams } from './envelope-streams.js';
import { RecordedAccessTrail } from './recorder/access-events.js';
import { DatabaseAuditRecorder } from './recorder/database-audit-recorder.js';
import { AuditRecorder } from './recording.js';
import { AuditEventsController } from './trail/audit-events.controller.js';
import { AuditTrailController } from './trail/audit-trail.controller.js';
import { EventStore } from './trail/event.store.js';
import { ReadTrail } from './trail/read-trail.js';
import { SealedStore } from './trail/sealed.store.js';

/** The audit trail. May depend on access and everything below it. */
@Global()
@Module({
  controllers: [AuditEventsController, AuditTrailController],
  providers: [
    { provide: AuditRecorder, useClass: DatabaseAuditRecorder },
    { provide: AccessTrail, useClass: RecordedAccessTrail },
    EnvelopeStreams,
    EventStore,
    ReadTrail,
    SealedStore,
  ],
  exports: [AuditRecorder, AccessTrail, EnvelopeStreams],
})
export class AuditModule {}
