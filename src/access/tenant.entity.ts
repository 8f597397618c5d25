import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TenantLimits } from './tenant-limits.js';

@Entity('tenant')
export class TenantEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  displayName!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  suspendedAt!: Date | null;

  @Column({ type: 'jsonb', default: {} })
  limits!: TenantLimits;
}
