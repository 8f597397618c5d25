import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('provider_metadata')
export class ProviderMetadataEntity {
  @PrimaryColumn({ type: 'uuid' })
  providerId!: string;

  @PrimaryColumn({ type: 'text' })
  issuer!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'jsonb', nullable: true })
  pinnedOrigins!: object | null;

  @Column({ type: 'timestamptz', nullable: true })
  pinnedAt!: Date | null;

  @Column({ type: 'boolean', default: false })
  issuerParameterSeen!: boolean;
}
