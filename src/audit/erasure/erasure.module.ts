import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { AuditModule } from '../audit.module.js';
import { ErasureApplier } from './apply-erasure.js';
import { PersonEraser } from './erase-person.js';
import { ErasureJob } from './erasure.job.js';
import { ErasureStore } from './erasure.store.js';
import { ErasureList } from './erasure-list.js';
import { ErasuresController } from './erasures.controller.js';
import { EvidenceRetention } from './evidence-retention.js';
import { EvidenceRetentionStore } from './evidence-retention.store.js';
import { PersonalDataHolders } from './personal-data-holder.js';
import { ErasureReplayer } from './replay-erasures.js';
import { RetentionController } from './retention.controller.js';
import { ErasureAsking } from './two-persons/ask-to-erase.js';
import { ErasureDecisions } from './two-persons/decide-erasures.js';
import { ErasureRequestStore } from './two-persons/erasure-request.store.js';
import { ErasureRequestsController } from './two-persons/erasure-requests.controller.js';
import { ErasureRequestExpiry } from './two-persons/expire-requests.js';

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
