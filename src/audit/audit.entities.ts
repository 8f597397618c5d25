import { CheckpointEntity } from './checkpoints/checkpoint.entity.js';
import { OriginEntity } from './checkpoints/origin.entity.js';
import { ErasureEntity } from './erasure/erasure.entity.js';
import { ErasureRequestEntity } from './erasure/erasure-request.entity.js';
import { EvidenceRetentionEntity } from './erasure/evidence-retention.entity.js';

/** For the data source. What every login writes (streams, events, what is sealed) and the tree have none: they are read and written by SQL. */
export const auditEntities = [
  CheckpointEntity,
  OriginEntity,
  ErasureEntity,
  ErasureRequestEntity,
  EvidenceRetentionEntity,
];
