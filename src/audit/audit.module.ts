import { Global, Module } from '@nestjs/common';
import { AccessTrail } from '../access/access-trail.js';
import { EnvelopeStreams } from './envelope-streams.js';
import { RecordedAccessTrail } from './recorder/access-events.js';
import { DatabaseAuditRecorder } from './recorder/database-audit-recorder.js';
import { AuditRecorder } from './recording.js';

/** The audit trail. May depend on access and everything below it. */
@Global()
@Module({
  providers: [
    { provide: AuditRecorder, useClass: DatabaseAuditRecorder },
    { provide: AccessTrail, useClass: RecordedAccessTrail },
    EnvelopeStreams,
  ],
  exports: [AuditRecorder, AccessTrail, EnvelopeStreams],
})
export class AuditModule {}
