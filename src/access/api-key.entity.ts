import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PrincipalActor } from './principal.js';
import type { Scope } from './scope.js';

@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  tenantId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;

  @Column({ type: 'text', array: true })
  scopes!: readonly Scope[];

  @Column({ type: 'boolean', default: false })
  bootstrap!: boolean;

  @Column({ type: 'text', nullable: true })
  createdByType!: PrincipalActor['type'] | 'system' | null;

  @Column({ type: 'text', nullable: true })
  createdById!: string | null;

  @Column({ type: 'uuid', nullable: true })
  rotatedFrom!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
