import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PrincipalActor } from '../../access/principal.js';
import type { ErasureStatus, StoredSubject } from './erasure-request.js';

@Entity('erasure_request')
export class ErasureRequestEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'jsonb' })
  subject!: StoredSubject;

  /** Address of the recipient; null once the request has ended, and where it is about no recipient. */
  @Column({ type: 'bytea', nullable: true })
  emailSealed!: Buffer | null;

  /** Equal for requests that are about the same person, or about the retention. */
  @Column({ type: 'text' })
  subjectKey!: string;

  @Column({ type: 'uuid', array: true })
  dataKeyIds!: readonly string[];

  @Column({ type: 'text' })
  status!: ErasureStatus;

  @Column({ type: 'jsonb' })
  requestedBy!: PrincipalActor;

  @Column({ type: 'timestamptz' })
  requestedAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'jsonb', nullable: true })
  decidedBy!: PrincipalActor | null;

  @Column({ type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  erasureId!: string | null;
}
