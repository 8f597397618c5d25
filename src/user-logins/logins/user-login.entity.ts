import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LoginNotice, LoginStage } from './user-login.js';

@Entity('user_login')
export class UserLoginEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  interaction!: string;

  @Column({ type: 'text' })
  stage!: LoginStage;

  @Column({ type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ type: 'text', array: true })
  amr!: readonly string[];

  @Column({ type: 'text', nullable: true })
  acr!: string | null;

  @Column({ type: 'text', nullable: true })
  challenge!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  authenticatedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  failure!: LoginNotice | null;

  @Column({ type: 'uuid', nullable: true })
  providerId!: string | null;

  @Column({ type: 'bytea', nullable: true })
  subjectHash!: Buffer | null;

  @Column({ type: 'bytea', nullable: true })
  sessionHash!: Buffer | null;

  @Column({ type: 'bytea', nullable: true })
  logoutUrl!: Buffer | null;

  @Column({ type: 'bytea', nullable: true })
  profile!: Buffer | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz' })
  deleteAt!: Date;
}
