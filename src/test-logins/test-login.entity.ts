import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TestLogin } from './test-login.js';

@Entity('test_login')
export class TestLoginEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'uuid' })
  providerId!: string;

  @Column({ type: 'text' })
  providerName!: string;

  @Column({ type: 'text' })
  createdBy!: string;

  @Column({ type: 'text', default: 'api_key' })
  createdByType!: TestLogin['createdBy']['type'];

  @Column({ type: 'text' })
  status!: TestLogin['status'];

  @Column({ type: 'bytea' })
  tokenHash!: Buffer;

  @Column({ type: 'bytea' })
  sample!: Buffer;

  @Column({ type: 'bytea', nullable: true })
  firstSteps!: Buffer | null;

  @Column({ type: 'bytea', nullable: true })
  report!: Buffer | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz' })
  deleteAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
