import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('password_reset')
export class PasswordResetEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  /** The address as somebody typed it, sealed, until it was looked up; null from then on. */
  @Column({ type: 'bytea', nullable: true })
  email!: Buffer | null;

  /** Whose link it is; null until then, and for an address that nobody has. */
  @Column({ type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ type: 'bytea', nullable: true })
  tokenHash!: Buffer | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;
}
