import { Global, Module } from '@nestjs/common';
import { AccessTrail } from '../access/access-trail.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { AuditLog } from './audit-log.js';
import { LastCheckController } from './check/last-check.controller.js';
import { LastCheckStore } from './check/last-check.store.js';
import { CheckpointAnnouncer } from './checkpoints/announce-checkpoint.js';
import { AnnouncementStore } from './checkpoints/announcement.store.js';
import { CheckpointStore } from './checkpoints/checkpoint.store.js';
import { CheckpointKeys, loadCheckpointKeys } from './checkpoints/checkpoint-keys.js';
import { PromiseStore } from './checkpoints/promise.store.js';
import { CheckpointPublisher } from './checkpoints/publish-checkpoint.js';
import { CheckpointFile, PublishedCheckpoint } from './checkpoints/published-checkpoint.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceSources } from './evidence/evidence-sources.js';
import { ExportEvidence } from './evidence/export-evidence.js';
import { JwksLog } from './jwks/jwks-log.js';
import { AuditLogController } from './proofs/audit-log.controller.js';
import { Proofs } from './proofs/proofs.js';
import { TilesController } from './proofs/tiles.controller.js';
import { RecordedAccessTrail } from './recorder/access-events.js';
import { DatabaseAuditRecorder } from './recorder/database-audit-recorder.js';
import { AuditRecorder } from './recording.js';
import { TreeStore } from './sequencer/tree.store.js';
import { AuditEventsController } from './trail/audit-events.controller.js';
import { AuditTrailController } from './trail/audit-trail.controller.js';
import { EventStore } from './trail/event.store.js';
import { PdfExport } from './trail/pdf/export-pdf.js';
import { ReadTrail } from './trail/read-trail.js';
import { RecentReads } from './trail/recent-reads.js';
import { SealedStore } from './trail/sealed.store.js';

/** The audit trail. May depend on access and everything below it. */
@Global()
@Module({
  controllers: [
    AuditEventsController,
    AuditTrailController,
    AuditLogController,
    LastCheckController,
    TilesController,
    EvidenceController,
  ],
  providers: [
    { provide: AuditRecorder, useClass: DatabaseAuditRecorder },
    { provide: AccessTrail, useClass: RecordedAccessTrail },
    JwksLog,
    EventStore,
    ReadTrail,
    RecentReads,
    SealedStore,
    TreeStore,
    CheckpointStore,
    { provide: CheckpointKeys, inject: [SETTINGS], useFactory: loadCheckpointKeys },
    {
      provide: PublishedCheckpoint,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => CheckpointFile.from(settings),
    },
    PromiseStore,
    CheckpointPublisher,
    AnnouncementStore,
    CheckpointAnnouncer,
    AuditLog,
    LastCheckStore,
    Proofs,
    EvidenceSources,
    ExportEvidence,
    PdfExport,
  ],
  exports: [AuditRecorder, AccessTrail, JwksLog, AuditLog, SealedStore, EventStore, RecentReads],
})
export class AuditModule {}
