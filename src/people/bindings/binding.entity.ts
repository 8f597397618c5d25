import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('user_binding')
export class BindingEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  userId!: string;

  @Column({ type: 'uuid' })
  providerId!: string;

  @Column({ type: 'text' })
  providerName!: string;

  @Column({ type: 'text' })
  issuer!: string;

  /** Keyed. */
  @Column({ type: 'bytea' })
  subjectHash!: Buffer;

  /** Hash of the provider's identity settings when it was made or confirmed. */
  @Column({ type: 'text' })
  identitySettings!: string;

  @Column({ type: 'timestamptz' })
  boundAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  confirmationAskedAt!: Date | null;
}
