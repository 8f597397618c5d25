import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProviderUsage } from '../configuration/provider-members.js';

@Entity('provider')
export class ProviderEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  legacyName!: string | null;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'text', array: true, default: ['signer'] })
  usage!: readonly ProviderUsage[];

  @Column({ type: 'boolean', default: false })
  showOnLoginPage!: boolean;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'integer' })
  credentialVersion!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  archivedAt!: Date | null;
}
