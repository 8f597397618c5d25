import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { AuditModule } from '../audit.module.js';
import { ErasureRequestsController } from './api/erasure-requests.controller.js';
import { ErasuresController } from './api/erasures.controller.js';
import { RetentionController } from './api/retention.controller.js';
import { ErasureApplier } from './apply-erasure.js';
import { PersonEraser } from './erase-person.js';
import { ErasureJob } from './erasure.job.js';
import { ErasureStore } from './erasure.store.js';
import { ErasureList } from './erasure-list.js';
import { ErasureRequestStore } from './erasure-request.store.js';
import { EvidenceRetention } from './evidence-retention.js';
import { EvidenceRetentionStore } from './evidence-retention.store.js';
import { PersonalDataHolders } from './personal-data-holder.js';
import { ErasureReplayer } from './replay-erasures.js';
import { ErasureAsking } from './two-persons/ask-to-erase.js';
import { ErasureDecisions } from './two-persons/decide-erasures.js';
import { ErasureRequestExpiry } from './two-persons/expire-requests.job.js';

/** Erasure of personal data, and the end of raw evidence. Features with personal data register at `PersonalDataHolders`. */
@Module({
  imports: [AuditModule],
  controllers: [ErasuresController, ErasureRequestsController, RetentionController],
  providers: [
    {
      provide: ErasureList,
      inject: [SETTINGS],
      useFactory: ({ ERASURES_FILE, DATA_DIR }: Settings) =>
        new ErasureList(ERASURES_FILE ?? join(DATA_DIR, 'erasures.jsonl')),
    },
    PersonalDataHolders,
    ErasureStore,
    ErasureApplier,
    ErasureReplayer,
    PersonEraser,
    ErasureRequestStore,
    ErasureAsking,
    ErasureDecisions,
    ErasureRequestExpiry,
    EvidenceRetention,
    EvidenceRetentionStore,
    ErasureJob,
  ],
  exports: [PersonalDataHolders],
})
export class ErasureModule {}
