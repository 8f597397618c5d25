import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('user_password')
export class UserPasswordEntity {
  /** The user's. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  /** The hash, sealed: a copy of the database alone gives nothing to guess at. */
  @Column({ type: 'bytea' })
  sealed!: Buffer;

  @Column({ type: 'timestamptz' })
  changedAt!: Date;
}
