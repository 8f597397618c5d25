import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumberColumn } from '../../database/whole-number-column.js';
import type { SecondFactorKind } from './second-factor.js';

@Entity('second_factor')
export class SecondFactorEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  userId!: string;

  @Column({ type: 'text' })
  kind!: SecondFactorKind;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'bytea' })
  sealed!: Buffer;

  @Column({ type: 'bigint', nullable: true, transformer: wholeNumberColumn })
  lastCount!: number | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
