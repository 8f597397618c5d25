import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('mutual_tls_settings')
export class MutualTlsSettingsEntity {
  @PrimaryColumn({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'integer' })
  revision!: number;

  /** PEM, one certificate each. */
  @Column({ type: 'text', array: true })
  authorities!: readonly string[];

  @Column({ type: 'boolean' })
  required!: boolean;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
