import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Branding } from './branding.js';

@Entity('branding')
export class BrandingEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'jsonb' })
  configuration!: Branding;

  /** The picture itself; only read where it is asked for. */
  @Column({ type: 'bytea', nullable: true, select: false })
  logo!: Buffer | null;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
