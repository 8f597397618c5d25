import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('evidence_retention')
export class EvidenceRetentionEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'integer', nullable: true })
  days!: number | null;

  @Column({ type: 'boolean', default: false })
  twoPersonErasure!: boolean;

  @Column({ type: 'timestamptz', nullable: true })
  destroyedBefore!: Date | null;
}
