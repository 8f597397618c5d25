import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('erasure')
export class ErasureEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  streamId!: string;

  @Column({ type: 'uuid', array: true })
  dataKeyIds!: readonly string[];

  @Column({ type: 'timestamptz' })
  erasedAt!: Date;
}
