import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '../../http/languages.js';

@Entity('user_account')
export class UserEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  status!: 'invited' | 'active';

  @Column({ type: 'timestamptz', nullable: true })
  lockedAt!: Date | null;

  /** Keyed; null once it was erased. */
  @Column({ type: 'bytea', nullable: true })
  emailHash!: Buffer | null;

  @Column({ type: 'uuid' })
  dataKeyId!: string;

  /** E-mail and display name, sealed under the data key; null once they were erased. */
  @Column({ type: 'bytea', nullable: true })
  personal!: Buffer | null;

  @Column({ type: 'text' })
  language!: Language;

  @Column({ type: 'text', array: true })
  roles!: readonly string[];

  @Column({ type: 'uuid', nullable: true })
  providerId!: string | null;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  activatedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
